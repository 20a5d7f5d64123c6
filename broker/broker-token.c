/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-token.h"

#include <jose/b64.h>
#include <jose/jws.h>
#include <string.h>

/* libjose checks signatures and nothing else: its own pin of a key's algorithm is broken and it
 * lets an unknown `crit` pass.  So the header is read and judged here before it sees the token. */

G_DEFINE_QUARK (broker-token-error-quark, broker_token_error)

#define MAX_LOGIN 63

static void
json_clear (json_t **json)
{
  g_clear_pointer (json, json_decref);
}

#define auto_json __attribute__ ((cleanup (json_clear))) json_t

static json_t *
decode_part (const char  *part,
             GError     **error)
{
  auto_json *encoded = json_string (part);
  g_autofree char *text = NULL;
  json_t *json = NULL;
  gsize length = encoded ? jose_b64_dec (encoded, NULL, 0) : SIZE_MAX;

  if (length != SIZE_MAX && length > 0)
    {
      text = g_malloc (length);
      if (jose_b64_dec (encoded, text, length) == length)
        json = json_loadb (text, length, JSON_REJECT_DUPLICATES, NULL);
    }
  if (!json_is_object (json))
    {
      g_set_error_literal (error, BROKER_TOKEN_ERROR, BROKER_TOKEN_ERROR_MALFORMED,
                           "The token is malformed");
      g_clear_pointer (&json, json_decref);
    }
  return json;
}

static const char *
member_string (json_t     *object,
               const char *name)
{
  const char *value = json_string_value (json_object_get (object, name));

  return value && *value ? value : NULL;
}

static const BrokerKey *
check_header (json_t      *header,
              BrokerKeys  *keys,
              GError     **error)
{
  const char *alg = member_string (header, "alg");
  const char *typ = member_string (header, "typ");
  const char *kid = member_string (header, "kid");
  const BrokerKey *key = NULL;

  if (json_object_size (header) != 3 || !alg || !typ || !kid || strcmp (typ, "JWT") != 0)
    {
      g_set_error_literal (error, BROKER_TOKEN_ERROR, BROKER_TOKEN_ERROR_MALFORMED,
                           "The token's header has other members than alg, typ and kid");
      return NULL;
    }

  key = broker_keys_find (keys, kid);
  if (!key || strcmp (alg, "HS256") != 0 || strcmp (alg, key->alg) != 0)
    {
      g_set_error_literal (error, BROKER_TOKEN_ERROR, BROKER_TOKEN_ERROR_SIGNATURE,
                           "The token was not signed with a key of ours");
      return NULL;
    }
  return key;
}

static gboolean
check_signature (char            **parts,
                 const BrokerKey  *key,
                 GError          **error)
{
  gsize length = 0;
  const void *secret = g_bytes_get_data (key->secret, &length);
  auto_json *k = jose_b64_enc (secret, length);
  auto_json *jwk = json_pack ("{s:s,s:s,s:O}", "kty", "oct", "alg", key->alg, "k", k);
  auto_json *jws = json_pack ("{s:s,s:s,s:s}", "protected", parts[0], "payload", parts[1],
                              "signature", parts[2]);

  if (jwk && jws && jose_jws_ver (NULL, jws, NULL, jwk, false))
    return TRUE;
  g_set_error_literal (error, BROKER_TOKEN_ERROR, BROKER_TOKEN_ERROR_SIGNATURE,
                       "The token was not signed with a key of ours");
  return FALSE;
}

static gboolean
read_roles (json_t    *claims,
            ConyRoles *roles)
{
  json_t *array = json_object_get (claims, "roles");

  *roles = CONY_ROL_NONE;
  if (!json_is_array (array))
    return FALSE;
  for (gsize i = 0; i < json_array_size (array); i++)
    {
      const char *name = json_string_value (json_array_get (array, i));

      if (!name)
        return FALSE;
      *roles |= cony_roles_from_name (name);
    }
  return TRUE;
}

static gboolean
read_time (json_t     *claims,
           const char *name,
           gint64     *time)
{
  json_t *value = json_object_get (claims, name);

  *time = json_integer_value (value);
  return json_is_integer (value) && *time > 0 && *time < G_MAXINT64 / 2;
}

static BrokerIdentity *
check_claims (json_t  *claims,
              gint64   now_s,
              GError **error)
{
  const char *iss = member_string (claims, "iss");
  const char *aud = member_string (claims, "aud");
  const char *sub = member_string (claims, "sub");
  json_t *sucursal = json_object_get (claims, "sucursal");
  ConyRoles roles = CONY_ROL_NONE;
  gint64 exp = 0;
  gint64 nbf = 0;
  gint64 iat = 0;
  gboolean ok = FALSE;

  ok = iss && strcmp (iss, BROKER_TOKEN_ISS) == 0
       && aud && strcmp (aud, BROKER_TOKEN_AUD) == 0
       && sub && strlen (sub) <= MAX_LOGIN
       && member_string (claims, "jti")
       && read_time (claims, "exp", &exp)
       && read_time (claims, "nbf", &nbf)
       && read_time (claims, "iat", &iat)
       && read_roles (claims, &roles)
       && (json_is_null (sucursal) || json_integer_value (sucursal) > 0)
       && nbf <= now_s + BROKER_TOKEN_LEEWAY_S
       && iat <= now_s + BROKER_TOKEN_LEEWAY_S
       && exp > iat && exp - iat <= BROKER_TOKEN_MAX_LIFE_S;
  if (!ok)
    {
      g_set_error_literal (error, BROKER_TOKEN_ERROR, BROKER_TOKEN_ERROR_CLAIMS,
                           "The token is not meant for this broker or not valid now");
      return NULL;
    }
  if (exp <= now_s)
    {
      g_set_error_literal (error, BROKER_TOKEN_ERROR, BROKER_TOKEN_ERROR_EXPIRED,
                           "The token has expired");
      return NULL;
    }
  return broker_identity_new (sub, roles, json_integer_value (sucursal), exp);
}

/**
 * broker_identity_new:
 * @login: who
 * @roles: what they are
 * @sucursal: their branch, 0: all
 * @exp: seconds since 1970, 0: never
 *
 * Returns: (transfer full): an identity
 */
BrokerIdentity *
broker_identity_new (const char *login,
                     ConyRoles   roles,
                     gint64      sucursal,
                     gint64      exp)
{
  BrokerIdentity *self = NULL;

  g_return_val_if_fail (login != NULL, NULL);

  self = g_new0 (BrokerIdentity, 1);
  self->login = g_strdup (login);
  self->roles = roles;
  self->sucursal = sucursal;
  self->exp = exp;
  return self;
}

/**
 * broker_identity_copy:
 * @self: an identity
 *
 * Returns: (transfer full): a copy
 */
BrokerIdentity *
broker_identity_copy (BrokerIdentity *self)
{
  BrokerIdentity *copy = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  copy = broker_identity_new (self->login, self->roles, self->sucursal, self->exp);
  copy->kid = g_strdup (self->kid);
  return copy;
}

/**
 * broker_identity_free:
 * @self: (transfer full): an identity
 */
void
broker_identity_free (BrokerIdentity *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->login);
  g_free (self->kid);
  g_free (self);
}

/**
 * broker_token_verify:
 * @token: what a client presents
 * @keys: the keys that are valid now
 * @now_s: seconds since 1970
 * @error: return location for a #BrokerTokenError
 *
 * The message of an error may be shown to the client; it tells nothing about keys or contents.
 *
 * Returns: (transfer full) (nullable): who the token speaks for
 */
BrokerIdentity *
broker_token_verify (const char  *token,
                     BrokerKeys  *keys,
                     gint64       now_s,
                     GError     **error)
{
  g_auto (GStrv) parts = NULL;
  auto_json *header = NULL;
  auto_json *claims = NULL;
  const BrokerKey *key = NULL;
  BrokerIdentity *identity = NULL;

  g_return_val_if_fail (token != NULL, NULL);
  g_return_val_if_fail (keys != NULL, NULL);

  if (strlen (token) <= BROKER_TOKEN_MAX)
    parts = g_strsplit (token, ".", 4);
  if (!parts || g_strv_length (parts) != 3)
    {
      g_set_error_literal (error, BROKER_TOKEN_ERROR, BROKER_TOKEN_ERROR_MALFORMED,
                           "The token is malformed");
      return NULL;
    }

  header = decode_part (parts[0], error);
  if (!header)
    return NULL;
  key = check_header (header, keys, error);
  if (!key || !check_signature (parts, key, error))
    return NULL;
  claims = decode_part (parts[1], error);
  if (!claims)
    return NULL;
  identity = check_claims (claims, now_s, error);
  if (identity)
    identity->kid = g_strdup (key->kid);
  return identity;
}
