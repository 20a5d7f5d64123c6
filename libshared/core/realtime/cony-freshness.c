/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-freshness.h"

/**
 * cony_freshness_init:
 * @self: the value to set up
 * @now: time of the login fill, the first proof of all
 */
void
cony_freshness_init (ConyFreshness *self,
                     gint64         now)
{
  g_return_if_fail (self != NULL);

  *self = (ConyFreshness) { .heard = now, .proof = now };
}

/**
 * cony_freshness_opened:
 * @self: a value
 * @now: the time
 *
 * The broker has greeted.  That alone proves nothing about the data.
 */
void
cony_freshness_opened (ConyFreshness *self,
                       gint64         now)
{
  g_return_if_fail (self != NULL);

  self->open = TRUE;
  self->pinged = FALSE;
  self->last_ping = now;
  self->bd = 0;
}

/**
 * cony_freshness_closed:
 * @self: a value
 *
 * The socket is gone.
 */
void
cony_freshness_closed (ConyFreshness *self)
{
  g_return_if_fail (self != NULL);

  self->open = FALSE;
}

/**
 * cony_freshness_ping:
 * @self: a value
 * @now: the time
 * @bd: milliseconds since the broker read the database completely
 *
 * A ping comes after every event that the broker has read, so the data is as old as that read.
 */
void
cony_freshness_ping (ConyFreshness *self,
                     gint64         now,
                     guint          bd)
{
  g_return_if_fail (self != NULL);

  self->last_ping = now;
  self->bd = bd;
  if (bd > CONY_FRESHNESS_LATE_BD_MS)
    return;
  self->pinged = TRUE;
  self->proof = MAX (self->proof, now - bd);
  self->by_socket = TRUE;
  self->proven = TRUE;
}

/**
 * cony_freshness_swept:
 * @self: a value
 * @started: when the completed read was asked for: it may not know what came after
 */
void
cony_freshness_swept (ConyFreshness *self,
                      gint64         started)
{
  g_return_if_fail (self != NULL);

  self->proof = MAX (self->proof, started);
  self->by_socket = FALSE;
  self->proven = TRUE;
}

/**
 * cony_freshness_heard:
 * @self: a value
 * @at: when the database served this window's own connection last
 */
void
cony_freshness_heard (ConyFreshness *self,
                      gint64         at)
{
  g_return_if_fail (self != NULL);

  self->heard = MAX (self->heard, at);
}

/**
 * cony_freshness_socket_well:
 * @self: a value
 * @now: the time
 *
 * Returns: %TRUE while the broker alone is enough; otherwise the database must be read
 */
gboolean
cony_freshness_socket_well (ConyFreshness *self,
                            gint64         now)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->open && self->pinged && self->bd <= CONY_FRESHNESS_LATE_BD_MS &&
         now - self->last_ping < CONY_FRESHNESS_BLIND_MS;
}

/**
 * cony_freshness_get_edad:
 * @self: a value
 * @now: the time
 *
 * Returns: milliseconds since the last proof
 */
guint
cony_freshness_get_edad (ConyFreshness *self,
                         gint64         now)
{
  g_return_val_if_fail (self != NULL, 0);

  return (guint) CLAMP (now - self->proof, 0, G_MAXUINT);
}

/**
 * cony_freshness_get_frescura:
 * @self: a value
 * @now: the time
 *
 * Returns: what the window says about its data
 */
ConyFrescura
cony_freshness_get_frescura (ConyFreshness *self,
                             gint64         now)
{
  guint edad;

  g_return_val_if_fail (self != NULL, CONY_FRESCURA_SIN_CONEXION);

  edad = cony_freshness_get_edad (self, now);
  if (edad >= CONY_FRESHNESS_LOST_MS)
    return CONY_FRESCURA_SIN_CONEXION;
  if (edad >= CONY_FRESHNESS_SHAKY_MS || !self->proven)
    return CONY_FRESCURA_RECONECTANDO;
  if (!self->by_socket)
    return CONY_FRESCURA_DIRECTO;
  return now - self->heard < CONY_FRESHNESS_DEAF_MS ? CONY_FRESCURA_EN_VIVO : CONY_FRESCURA_SIN_BASE;
}

/**
 * cony_freshness_slept:
 * @offset: (inout): CLOCK_BOOTTIME minus CLOCK_MONOTONIC at the last call
 * @boot: CLOCK_BOOTTIME now, in milliseconds
 * @monotonic: CLOCK_MONOTONIC now, in milliseconds
 *
 * The first clock counts while the machine sleeps, the second does not.
 *
 * Returns: %TRUE if it slept for more than 5 seconds: connections may be dead without knowing
 */
gboolean
cony_freshness_slept (gint64 *offset,
                      gint64  boot,
                      gint64  monotonic)
{
  const gint64 before = *offset;

  *offset = boot - monotonic;
  return *offset - before > CONY_FRESHNESS_SLEEP_MS;
}
