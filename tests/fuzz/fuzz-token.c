/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdint.h>
#include <string.h>

#include "broker-token.h"

/* A token of any bytes; and, so that the claims are reached, a header and claims of any bytes with a
 * good signature: what is let in then is somebody, for a limited time. */

#define NOW 1700000000

int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);

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
sign (const guint8 *data,
      gsize         size)
{
  const guint8 *newline = memchr (data, '\n', size);
  gsize first = newline ? (gsize) (newline - data) : size;
  gsize skip = newline ? first + 1 : size;
  g_autofree char *header = base64url (data, first);
  g_autofree char *claims = base64url (data + skip, size - skip);
  g_autofree char *text = g_strconcat (header, ".", claims, NULL);
  g_autoptr (GHmac) hmac = g_hmac_new (G_CHECKSUM_SHA256, (const guchar *) secret, strlen (secret));
  g_autofree char *signature = NULL;
  guint8 digest[32];
  gsize length = sizeof digest;

  g_hmac_update (hmac, (const guchar *) text, -1);
  g_hmac_get_digest (hmac, digest, &length);
  signature = base64url (digest, length);
  return g_strconcat (text, ".", signature, NULL);
}

static void
verify (const char *token,
        BrokerKeys *keys,
        gboolean    may_pass)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (BrokerIdentity) identity = broker_token_verify (token, keys, NOW, &error);

  g_assert_true ((identity == NULL) == (error != NULL));
  if (!identity)
    return;
  g_assert_true (may_pass);
  g_assert_true (*identity->login != '\0' && strlen (identity->login) <= 63);
  g_assert_cmpint (identity->exp, >, NOW);
  g_assert_cmpint (identity->exp, <=, NOW + BROKER_TOKEN_LEEWAY_S + BROKER_TOKEN_MAX_LIFE_S);
  g_assert_cmpint (identity->sucursal, >=, 0);
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (BrokerKeys) keys = broker_keys_new ();
  g_autoptr (GBytes) bytes = g_bytes_new_static (secret, strlen (secret));
  g_autofree char *raw = g_strndup ((const char *) data, size);
  g_autofree char *signed_token = sign (data, size);

  broker_keys_add (keys, "k", "HS256", bytes);
  /* Nobody guesses 256 bits. */
  verify (raw, keys, FALSE);
  verify (signed_token, keys, TRUE);
  return 0;
}
