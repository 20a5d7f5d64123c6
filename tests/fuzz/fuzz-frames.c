/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <stdint.h>
#include <string.h>

#include "broker-input.h"

/* What a client sends, in pieces of any size: the messages and the close code may not depend on how
 * the bytes were cut, and what comes out is always within the limits. */

int LLVMFuzzerTestOneInput (const uint8_t *data,
                            size_t         size);

typedef struct
{
  GString *text;
  gboolean closed;
  gboolean idle; /* nothing is kept of the input */
} Seen;

static void
text_cb (const guint8 *text,
         gsize         length,
         gpointer      user_data)
{
  GString *seen = ((Seen *) user_data)->text;

  g_assert_cmpuint (length, <=, BROKER_MAX_MESSAGE);
  g_assert_true (g_utf8_validate_len ((const char *) text, length, NULL)
                 || memchr (text, '\0', length));
  g_string_append_printf (seen, "t%" G_GSIZE_FORMAT ":", length);
  g_string_append_len (seen, (const char *) text, length);
}

static void
ping_cb (const guint8 *payload,
         gsize         length,
         gpointer      user_data)
{
  GString *seen = ((Seen *) user_data)->text;

  g_assert_cmpuint (length, <=, 125);
  g_string_append_printf (seen, "p%" G_GSIZE_FORMAT ":", length);
  g_string_append_len (seen, (const char *) payload, length);
}

static void
close_cb (gpointer user_data)
{
  ((Seen *) user_data)->closed = TRUE;
}

static guint
feed (const guint8 *data,
      gsize         size,
      gsize         piece,
      Seen         *seen)
{
  static const BrokerInputFuncs funcs = { text_cb, ping_cb, close_cb };
  BrokerInput input = { 0 };
  guint code = 0;

  while (size > 0 && code == 0 && !seen->closed)
    {
      gsize n = MIN (piece, size);

      code = broker_input_feed (&input, data, n, &funcs, seen);
      data += n;
      size -= n;
    }
  seen->idle = input.parser == NULL && input.payload_left == 0 && input.header_length == 0;
  broker_input_clear (&input);
  return code;
}

/* How the input looks by the plain rules of RFC 6455. */
typedef enum
{
  INPUT_GOOD,     /* whole frames without a fault */
  INPUT_DOUBTFUL, /* perhaps with one, or it ends within a frame */
  INPUT_FAREWELL, /* with a close frame */
} Input;

static gboolean
may_be_faulty (const guint8  *frame,
               gsize          header,
               gsize          length,
               const GString *message,
               gboolean       open)
{
  guint8 opcode = frame[0] & 0x0f;

  return (frame[0] & 0x70) || !(frame[1] & 0x80)
         || (opcode >= 8 && (opcode > 10 || length > 125 || !(frame[0] & 0x80)))
         || (opcode < 8 && opcode != (open ? 0 : 1))
         || (header == 8 && length < 126) || header == 14
         || message->len > BROKER_MAX_MESSAGE;
}

static Input
decode (const guint8 *data,
        gsize         size,
        GString      *out)
{
  g_autoptr (GString) message = g_string_new (NULL);
  Input result = INPUT_GOOD;
  gboolean open = FALSE;
  guint frames = 0;
  gsize at = 0;

  while (at + 2 <= size)
    {
      guint8 opcode = data[at] & 0x0f;
      guint8 bits = data[at + 1] & 0x7f;
      gsize extra = bits == 127 ? 8 : bits == 126 ? 2 : 0;
      gsize header = 2 + extra + 4;
      gsize length = extra ? 0 : bits;
      const guint8 *mask = data + at + 2 + extra;
      GString *to = opcode < 8 ? message : out;

      if (opcode == 8)
        return INPUT_FAREWELL;
      if (at + header > size)
        break;
      for (gsize i = 0; i < extra; i++)
        length = length << 8 | data[at + 2 + i];
      if (length > size - (at + header))
        break;
      if (opcode == 9)
        g_string_append_printf (out, "p%" G_GSIZE_FORMAT ":", length);
      for (gsize i = 0; opcode != 10 && i < length; i++)
        g_string_append_c (to, mask[4 + i] ^ mask[i % 4]);
      if (may_be_faulty (data + at, header, length, message, open)
          || ++frames > BROKER_MAX_FRAGMENTS)
        result = INPUT_DOUBTFUL;
      if (opcode < 8)
        open = (data[at] & 0x80) == 0;
      if (opcode < 8 && !open)
        {
          if (!g_utf8_validate_len (message->str, message->len, NULL))
            result = INPUT_DOUBTFUL;
          g_string_append_printf (out, "t%" G_GSIZE_FORMAT ":", message->len);
          g_string_append_len (out, message->str, message->len);
          g_string_truncate (message, 0);
        }
      at += header + length;
    }
  return at == size && !open ? result : INPUT_DOUBTFUL;
}

int
LLVMFuzzerTestOneInput (const uint8_t *data,
                        size_t         size)
{
  g_autoptr (GString) one = g_string_new (NULL);
  g_autoptr (GString) two = g_string_new (NULL);
  g_autoptr (GString) expected = g_string_new (NULL);
  Seen whole = { .text = one };
  Seen pieces = { .text = two };
  Input input = INPUT_GOOD;
  guint code = 0;
  guint code_of_pieces = 0;

  if (size < 2)
    return 0;
  code = feed (data + 1, size - 1, size, &whole);
  code_of_pieces = feed (data + 1, size - 1, 1 + data[0] % 16, &pieces);
  g_assert_true (code == 0 || code == BROKER_CLOSE_PROTOCOL || code == BROKER_CLOSE_TOO_BIG);
  /* libwslay checks the reason of a farewell piece by piece and skips the first two bytes of each. */
  input = decode (data + 1, size - 1, expected);
  if (input == INPUT_FAREWELL)
    return 0;
  g_assert_true (input == INPUT_DOUBTFUL || (code == 0 && whole.idle && pieces.idle));
  /* What is complete before a fault need not be passed on. */
  g_assert_true ((code == 0) == (code_of_pieces == 0));
  if (code == 0)
    {
      g_assert_true (g_string_equal (one, two));
      g_assert_true (g_string_equal (one, expected));
    }
  return 0;
}
