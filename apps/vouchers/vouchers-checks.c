/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "vouchers-checks.h"

#include <math.h>
#include <string.h>

/* Receipts print whole minutes, orders are stored with microseconds. */
#define MINUTE (60 * G_TIME_SPAN_SECOND)

/* Peruvian mobiles have nine digits; a country code in front makes no difference. */
#define TELEFONO_DIGITS 9

static char *
last_digits (const char *text,
             gsize       n)
{
  GString *digits = g_string_new (NULL);

  for (; text && *text; text++)
    if (g_ascii_isdigit (*text))
      g_string_append_c (digits, *text);
  if (digits->len > n)
    g_string_erase (digits, 0, digits->len - n);
  return g_string_free (digits, FALSE);
}

static VouchersMark
mark_monto (const VouchersFacts *self)
{
  if (self->monto <= 0)
    return VOUCHERS_MARK_UNKNOWN;
  return lround (self->monto * 100) == lround (self->pedido_total * 100) ? VOUCHERS_MARK_OK
                                                                         : VOUCHERS_MARK_WARN;
}

static VouchersMark
mark_fecha (const VouchersFacts *self)
{
  if (!self->fecha_operacion || !self->pedido_creado)
    return VOUCHERS_MARK_UNKNOWN;
  return g_date_time_difference (self->fecha_operacion, self->pedido_creado) > -MINUTE
             ? VOUCHERS_MARK_OK
             : VOUCHERS_MARK_WARN;
}

static VouchersMark
mark_operacion (const VouchersFacts *self)
{
  if (self->repetido_de > 0)
    return VOUCHERS_MARK_BLOCK;
  if (!self->numero_operacion || !*self->numero_operacion)
    return VOUCHERS_MARK_UNKNOWN;
  return VOUCHERS_MARK_OK;
}

static VouchersMark
mark_telefono (const VouchersFacts *self)
{
  g_autofree char *a = last_digits (self->telefono, TELEFONO_DIGITS);
  g_autofree char *b = last_digits (self->pedido_telefono, TELEFONO_DIGITS);
  gsize common = MIN (strlen (a), strlen (b));

  /* Wallets print only the last three digits. */
  if (common < 3)
    return VOUCHERS_MARK_UNKNOWN;
  return g_str_equal (a + strlen (a) - common, b + strlen (b) - common) ? VOUCHERS_MARK_OK
                                                                        : VOUCHERS_MARK_WARN;
}

/**
 * vouchers_facts_mark:
 * @self: what the receipt says and what the order expects
 * @kind: which of them
 *
 * A pure comparison.  Only a repeated operation number blocks; whatever else differs is for the
 * eyes of a person.
 *
 * Returns: how they match
 */
VouchersMark
vouchers_facts_mark (const VouchersFacts *self,
                     VouchersFactKind     kind)
{
  g_return_val_if_fail (self != NULL, VOUCHERS_MARK_UNKNOWN);

  switch (kind)
    {
    case VOUCHERS_FACT_MONTO:
      return mark_monto (self);
    case VOUCHERS_FACT_FECHA:
      return mark_fecha (self);
    case VOUCHERS_FACT_OPERACION:
      return mark_operacion (self);
    case VOUCHERS_FACT_TELEFONO:
      return mark_telefono (self);
    default:
      g_return_val_if_reached (VOUCHERS_MARK_UNKNOWN);
    }
}

/**
 * vouchers_facts_count:
 * @self: what the receipt says and what the order expects
 * @mark: a mark
 *
 * Returns: how many facts have that mark
 */
guint
vouchers_facts_count (const VouchersFacts *self,
                      VouchersMark         mark)
{
  guint n = 0;

  g_return_val_if_fail (self != NULL, 0);

  for (int kind = 0; kind < VOUCHERS_N_FACTS; kind++)
    if (vouchers_facts_mark (self, kind) == mark)
      n++;
  return n;
}

/**
 * vouchers_telefono_masked:
 * @telefono: (nullable): a telephone number
 *
 * Three digits are enough to compare two numbers at a glance, and nobody behind the desk reads the
 * whole number of a customer.
 *
 * Returns: (transfer full) (nullable): "*** *** 118", or %NULL for no number
 */
char *
vouchers_telefono_masked (const char *telefono)
{
  g_autofree char *digits = last_digits (telefono, 3);

  return *digits ? g_strconcat ("*** *** ", digits, NULL) : NULL;
}
