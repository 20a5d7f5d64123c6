/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "broker-keys.h"
#include "cony-rol.h"

G_BEGIN_DECLS

#define BROKER_TOKEN_ISS "cony"
#define BROKER_TOKEN_AUD "cony-broker"
#define BROKER_TOKEN_MAX 4096
/* Clocks of the database and of the broker may differ by so much. */
#define BROKER_TOKEN_LEEWAY_S 30
#define BROKER_TOKEN_MAX_LIFE_S 600

#define BROKER_TOKEN_ERROR (broker_token_error_quark ())
GQuark broker_token_error_quark (void);

/**
 * BrokerTokenError:
 * @BROKER_TOKEN_ERROR_MALFORMED: not a token of the one form that is accepted
 * @BROKER_TOKEN_ERROR_SIGNATURE: unknown key, other algorithm, or a wrong signature
 * @BROKER_TOKEN_ERROR_CLAIMS: signed, but not for us, not yet, or for too long
 * @BROKER_TOKEN_ERROR_EXPIRED: it was good once
 */
typedef enum
{
  BROKER_TOKEN_ERROR_MALFORMED,
  BROKER_TOKEN_ERROR_SIGNATURE,
  BROKER_TOKEN_ERROR_CLAIMS,
  BROKER_TOKEN_ERROR_EXPIRED,
} BrokerTokenError;

/**
 * BrokerIdentity:
 * @login: who
 * @roles: what they are
 * @sucursal: their branch, 0: all
 * @exp: seconds since 1970 when this stops being true; 0: never (--no-auth)
 * @kid: (nullable): the key that signed it
 */
typedef struct
{
  char *login;
  ConyRoles roles;
  gint64 sucursal;
  gint64 exp;
  char *kid;
} BrokerIdentity;

BrokerIdentity *broker_identity_new   (const char     *login,
                                       ConyRoles       roles,
                                       gint64          sucursal,
                                       gint64          exp);
BrokerIdentity *broker_identity_copy  (BrokerIdentity *self);
void            broker_identity_free  (BrokerIdentity *self);
BrokerIdentity *broker_token_verify   (const char     *token,
                                       BrokerKeys     *keys,
                                       gint64          now_s,
                                       GError        **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (BrokerIdentity, broker_identity_free)

G_END_DECLS
