/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib.h>
#include <string.h>

#include "broker-token-cache.h"

#define NOW 1000000

static const char secret[] = "a secret of thirty-two characters";

static char *
base64url (const guchar *data,
           gsize         length)
{
  char *text = g_base64_encode (data, length);

  g_strdelimit (text, "+", '-');
  g_strdelimit (text, "/", '_');
  g_strdelimit (text, "=", '\0');
  return text;
}

static char *
sign (const char *header,
      const char *claims)
{
  g_autofree char *one = base64url ((const guchar *) header, strlen (header));
  g_autofree char *two = base64url ((const guchar *) claims, strlen (claims));
  g_autofree char *text = g_strconcat (one, ".", two, NULL);
  g_autoptr (GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA256, (const guchar *) secret, strlen (secret));
  g_autofree char *signature = NULL;
  guint8 digest[32];
  gsize length = sizeof digest;

  g_hmac_update (hmac, (const guchar *) text, -1);
  g_hmac_get_digest (hmac, digest, &length);
  signature = base64url (digest, length);
  return g_strconcat (text, ".", signature, NULL);
}

static char *
make (const char *header,
      gint64      nbf,
      gint64      iat,
      gint64      exp)
{
  g_autofree char *claims = NULL;

  claims = g_strdup_printf ("{\"iss\":\"cony\",\"aud\":\"cony-broker\",\"sub\":\"ana\",\"jti\":\"j\","
                            "\"roles\":[\"cocinero\",\"desconocido\"],\"sucursal\":2,"
                            "\"nbf\":%" G_GINT64_FORMAT ",\"iat\":%" G_GINT64_FORMAT
                            ",\"exp\":%" G_GINT64_FORMAT "}", nbf, iat, exp);
  return sign (header, claims);
}

static BrokerIdentity *
verify (const char  *header,
        gint64       nbf,
        gint64       iat,
        gint64       exp,
        GError     **error)
{
  g_autoptr (BrokerKeys) keys = broker_keys_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static (secret, strlen (secret));
  g_autofree char *token = make (header, nbf, iat, exp);

  broker_keys_add (keys, "k", "HS256", bytes);
  broker_keys_add (keys, "pinned", "HS512", bytes);
  return broker_token_verify (token, keys, NOW, error);
}

#define HEADER "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"k\"}"

static void
test_good (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrokerIdentity) identity = verify (HEADER, NOW, NOW, NOW + 300, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (identity->login, ==, "ana");
  g_assert_cmpint (identity->roles, ==, CONY_ROL_COCINERO);
  g_assert_cmpint (identity->sucursal, ==, 2);
  g_assert_cmpint (identity->exp, ==, NOW + 300);
}

static void
test_times (void)
{
  static const struct
  {
    gint64 nbf;
    gint64 iat;
    gint64 exp;
    int code; /* -1: good */
  } cases[] = {
    { 0, 0, 1, -1 },
    { 0, 0, 0, BROKER_TOKEN_ERROR_CLAIMS },
    { -300, -300, 0, BROKER_TOKEN_ERROR_EXPIRED },
    { BROKER_TOKEN_LEEWAY_S, 0, 300, -1 },
    { BROKER_TOKEN_LEEWAY_S + 1, 0, 300, BROKER_TOKEN_ERROR_CLAIMS },
    { 0, BROKER_TOKEN_LEEWAY_S + 1, 300, BROKER_TOKEN_ERROR_CLAIMS },
    { 0, 0, BROKER_TOKEN_MAX_LIFE_S, -1 },
    { 0, 0, BROKER_TOKEN_MAX_LIFE_S + 1, BROKER_TOKEN_ERROR_CLAIMS },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (BrokerIdentity) identity = verify (HEADER, NOW + cases[i].nbf, NOW + cases[i].iat,
                                                    NOW + cases[i].exp, &error);

      g_test_message ("case %u", i);
      if (cases[i].code < 0)
        g_assert_no_error (error);
      else
        g_assert_error (error, BROKER_TOKEN_ERROR, cases[i].code);
      g_assert_true ((identity == NULL) == (error != NULL));
    }
}

static void
test_headers (void)
{
  static const struct
  {
    const char *header;
    int code;
  } cases[] = {
    { "{\"alg\":\"HS256\",\"typ\":\"JWT\"}", BROKER_TOKEN_ERROR_MALFORMED },
    { "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":7}", BROKER_TOKEN_ERROR_MALFORMED },
    { "{\"alg\":\"none\",\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"k\"}",
      BROKER_TOKEN_ERROR_MALFORMED },
    { "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"k\",\"crit\":[\"x\"]}",
      BROKER_TOKEN_ERROR_MALFORMED },
    { "[]", BROKER_TOKEN_ERROR_MALFORMED },
    { "{\"alg\":\"none\",\"typ\":\"JWT\",\"kid\":\"k\"}", BROKER_TOKEN_ERROR_SIGNATURE },
    { "{\"alg\":\"HS512\",\"typ\":\"JWT\",\"kid\":\"k\"}", BROKER_TOKEN_ERROR_SIGNATURE },
    { "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"pinned\"}", BROKER_TOKEN_ERROR_SIGNATURE },
    { "{\"alg\":\"HS256\",\"typ\":\"JWT\",\"kid\":\"other\"}", BROKER_TOKEN_ERROR_SIGNATURE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (verify (cases[i].header, NOW, NOW, NOW + 300, &error));
      g_assert_error (error, BROKER_TOKEN_ERROR, cases[i].code);
    }
}

static void
assert_known (BrokerTokenCache *cache,
              const char       *token,
              gint64            now_s,
              int               code) /* -1: good */
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrokerIdentity) identity = broker_token_cache_verify (cache, token, now_s, &error);

  if (code < 0)
    {
      g_assert_no_error (error);
      g_assert_cmpstr (identity->login, ==, "ana");
      g_assert_cmpint (identity->sucursal, ==, 2);
      g_assert_cmpint (identity->exp, ==, NOW + 300);
    }
  else
    {
      g_assert_null (identity);
      g_assert_error (error, BROKER_TOKEN_ERROR, code);
    }
}

static void
test_known (void)
{
  g_autoptr (BrokerKeys) keys = broker_keys_new ();
  g_autoptr (BrokerTokenCache) cache = broker_token_cache_new (keys);
  g_autoptr (GBytes) bytes = g_bytes_new_static (secret, strlen (secret));
  g_autoptr (GBytes) same = g_bytes_new (secret, strlen (secret));
  g_autoptr (GBytes) other = g_bytes_new_static ("another secret of thirty-two bytes", 34);
  g_autofree char *token = make (HEADER, NOW, NOW, NOW + 300);
  g_autofree char *forged = g_strdup (token);

  forged[strlen (forged) - 2] ^= 1;
  broker_keys_add (keys, "k", "HS256", bytes);
  for (guint i = 0; i < 3; i++)
    {
      assert_known (cache, token, NOW + i, -1);
      assert_known (cache, forged, NOW + i, BROKER_TOKEN_ERROR_SIGNATURE);
    }
  assert_known (cache, token, NOW + 299, -1);
  assert_known (cache, token, NOW + 300, BROKER_TOKEN_ERROR_EXPIRED);
  assert_known (cache, token, NOW, -1);
  assert_known (cache, token, NOW - BROKER_TOKEN_LEEWAY_S - 1, BROKER_TOKEN_ERROR_CLAIMS);
  assert_known (cache, token, NOW, -1);

  g_test_message ("the keys are read again");
  broker_keys_clear (keys);
  assert_known (cache, token, NOW, BROKER_TOKEN_ERROR_SIGNATURE);
  broker_keys_add (keys, "k", "HS256", same);
  assert_known (cache, token, NOW, -1);
  broker_keys_clear (keys);
  broker_keys_add (keys, "k", "HS256", same);
  assert_known (cache, token, NOW, -1);
  g_test_message ("another key under its name");
  broker_keys_clear (keys);
  broker_keys_add (keys, "k", "HS256", other);
  assert_known (cache, token, NOW, BROKER_TOKEN_ERROR_SIGNATURE);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/token/good", test_good);
  g_test_add_func ("/token/times", test_times);
  g_test_add_func ("/token/headers", test_headers);
  g_test_add_func ("/token/known", test_known);
  return g_test_run ();
}
