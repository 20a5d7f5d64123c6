/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "cony-event-json.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "cony-event.h"

/* json-glib takes comments, loose numbers and lone surrogates; what we pass on to programs and to
 * jsonb must be plain RFC 8259.  So the text is read strictly here first, and written again in its
 * compact form, in which DATA.md counts the characters. */

#define MAX_TEXT 65536
#define MAX_NUMBER 64

typedef struct
{
  const char *start;
  const char *at;
  const char *end;
  GString *out;
  guint depth;
  const char *split_member;
  char *split_value;
  GError *error;
} Scanner;

static gboolean scan_value (Scanner *self);

static gboolean
fail (Scanner    *self,
      const char *what)
{
  if (self->error == NULL)
    self->error = g_error_new (CONY_EVENT_ERROR, CONY_EVENT_ERROR_JSON,
                               "%s at byte %" G_GSSIZE_FORMAT, what, self->at - self->start);
  return FALSE;
}

static void
skip_space (Scanner *self)
{
  while (self->at < self->end && strchr (" \t\r\n", *self->at))
    self->at++;
}

static gboolean
take (Scanner *self,
      char     wanted)
{
  if (self->at < self->end && *self->at == wanted)
    {
      self->at++;
      return TRUE;
    }
  return FALSE;
}

static void
append_char (GString  *out,
             gunichar  c)
{
  static const char shorts[] = "\b\f\n\r\t\"\\";
  static const char letters[] = "bfnrt\"\\";
  const char *found = c > 0 && c < 0x80 ? strchr (shorts, (int) c) : NULL;

  if (found)
    {
      g_string_append_c (out, '\\');
      g_string_append_c (out, letters[found - shorts]);
    }
  else if (c < 0x20)
    g_string_append_printf (out, "\\u%04x", c);
  else
    g_string_append_unichar (out, c);
}

static gboolean
scan_hex (Scanner  *self,
          gunichar *value)
{
  *value = 0;
  for (int i = 0; i < 4; i++)
    {
      int digit = self->at < self->end ? g_ascii_xdigit_value (*self->at) : -1;

      if (digit < 0)
        return fail (self, "Four hexadecimal digits are missing");
      *value = *value << 4 | (gunichar) digit;
      self->at++;
    }
  return TRUE;
}

static gboolean
scan_escape (Scanner *self)
{
  static const char letters[] = "bfnrt\"\\/";
  static const char meanings[] = "\b\f\n\r\t\"\\/";
  const char *found;
  gunichar c, low;

  if (self->at == self->end)
    return fail (self, "The text ends inside a string");
  if (*self->at != 'u')
    {
      found = strchr (letters, *self->at);
      if (found == NULL)
        return fail (self, "Unknown escape");
      self->at++;
      append_char (self->out, (gunichar) meanings[found - letters]);
      return TRUE;
    }

  self->at++;
  if (!scan_hex (self, &c))
    return FALSE;
  if (c == 0)
    return fail (self, "\\u0000 is not accepted");
  if (c >= 0xdc00 && c <= 0xdfff)
    return fail (self, "Lone surrogate");
  if (c >= 0xd800 && c <= 0xdbff)
    {
      if (!take (self, '\\') || !take (self, 'u'))
        return fail (self, "Lone surrogate");
      if (!scan_hex (self, &low))
        return FALSE;
      if (low < 0xdc00 || low > 0xdfff)
        return fail (self, "Lone surrogate");
      c = 0x10000 + ((c - 0xd800) << 10) + (low - 0xdc00);
    }
  append_char (self->out, c);
  return TRUE;
}

static gboolean
scan_string (Scanner *self)
{
  const char *plain;

  if (!take (self, '"'))
    return fail (self, "A string is missing");
  g_string_append_c (self->out, '"');
  while (self->at < self->end && *self->at != '"')
    {
      plain = self->at;
      while (self->at < self->end && *self->at != '"' && *self->at != '\\'
             && (guchar) *self->at >= 0x20)
        self->at++;
      g_string_append_len (self->out, plain, self->at - plain);
      if (self->at < self->end && (guchar) *self->at < 0x20)
        return fail (self, "Control character in a string");
      if (take (self, '\\') && !scan_escape (self))
        return FALSE;
    }
  if (!take (self, '"'))
    return fail (self, "The text ends inside a string");
  g_string_append_c (self->out, '"');
  return TRUE;
}

static gboolean
skip_digits (Scanner *self)
{
  const char *first = self->at;

  while (self->at < self->end && g_ascii_isdigit (*self->at))
    self->at++;
  return self->at > first;
}

static gboolean
scan_number (Scanner *self)
{
  const char *first = self->at;
  char copy[MAX_NUMBER + 1];
  gboolean whole = TRUE;

  take (self, '-');
  if (!take (self, '0') && !skip_digits (self))
    return fail (self, "A value is missing");
  if (take (self, '.'))
    {
      whole = FALSE;
      if (!skip_digits (self))
        return fail (self, "A digit is missing");
    }
  if (self->at < self->end && (*self->at == 'e' || *self->at == 'E'))
    {
      whole = FALSE;
      self->at++;
      if (!take (self, '+'))
        take (self, '-');
      if (!skip_digits (self))
        return fail (self, "A digit is missing");
    }
  if (self->at - first > MAX_NUMBER)
    return fail (self, "The number is too long");
  memcpy (copy, first, self->at - first);
  copy[self->at - first] = '\0';
  errno = 0;
  if (whole)
    g_ascii_strtoll (copy, NULL, 10);
  if (errno == ERANGE || !isfinite (g_ascii_strtod (copy, NULL)))
    return fail (self, "The number is too large");
  g_string_append (self->out, copy);
  return TRUE;
}

static gboolean
scan_literal (Scanner    *self,
              const char *literal)
{
  gsize length = strlen (literal);

  if ((gsize) (self->end - self->at) < length || strncmp (self->at, literal, length) != 0)
    return fail (self, "A value is missing");
  self->at += length;
  g_string_append (self->out, literal);
  return TRUE;
}

static gboolean
scan_array (Scanner *self)
{
  self->at++;
  g_string_append_c (self->out, '[');
  skip_space (self);
  if (!take (self, ']'))
    {
      do
        {
          if (!scan_value (self))
            return FALSE;
          g_string_append_c (self->out, ',');
        }
      while (take (self, ','));
      if (!take (self, ']'))
        return fail (self, "A comma or ] is missing");
      g_string_truncate (self->out, self->out->len - 1);
    }
  g_string_append_c (self->out, ']');
  return TRUE;
}

/* Takes the member that was written from @begin on out of the text, if it is the wanted one. */
static void
split (Scanner    *self,
       const char *name,
       gsize       begin,
       gsize       value)
{
  if (self->depth != 1 || g_strcmp0 (name, self->split_member) != 0)
    return;
  self->split_value = g_strdup (self->out->str + value);
  g_string_truncate (self->out, begin);
}

static gboolean
scan_member (Scanner    *self,
             GHashTable *names)
{
  gsize begin = self->out->len;
  gsize value;
  char *name;

  skip_space (self);
  if (!scan_string (self))
    return FALSE;
  /* Without its quotes; two names are equal if and only if their compact forms are. */
  name = g_strndup (self->out->str + begin + 1, self->out->len - begin - 2);
  if (!g_hash_table_add (names, name))
    return fail (self, "A member appears twice");
  skip_space (self);
  if (!take (self, ':'))
    return fail (self, "A colon is missing");
  g_string_append_c (self->out, ':');
  value = self->out->len;
  if (!scan_value (self))
    return FALSE;
  split (self, name, begin, value);
  if (self->out->len > begin)
    g_string_append_c (self->out, ',');
  return TRUE;
}

static gboolean
scan_object (Scanner *self)
{
  g_autoptr (GHashTable) names = NULL;

  self->at++;
  g_string_append_c (self->out, '{');
  skip_space (self);
  if (!take (self, '}'))
    {
      names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
      do
        {
          if (!scan_member (self, names))
            return FALSE;
        }
      while (take (self, ','));
      if (!take (self, '}'))
        return fail (self, "A comma or } is missing");
      if (self->out->str[self->out->len - 1] == ',')
        g_string_truncate (self->out, self->out->len - 1);
    }
  g_string_append_c (self->out, '}');
  return TRUE;
}

static gboolean
scan_value (Scanner *self)
{
  gboolean ok;

  skip_space (self);
  if (self->at == self->end)
    return fail (self, "The text ends too early");
  switch (*self->at)
    {
    case '{':
    case '[':
      if (self->depth == CONY_EVENT_MAX_DEPTH)
        return fail (self, "Nested too deeply");
      self->depth++;
      ok = *self->at == '{' ? scan_object (self) : scan_array (self);
      self->depth--;
      break;
    case '"':
      ok = scan_string (self);
      break;
    case 't':
      ok = scan_literal (self, "true");
      break;
    case 'f':
      ok = scan_literal (self, "false");
      break;
    case 'n':
      ok = scan_literal (self, "null");
      break;
    default:
      ok = scan_number (self);
      break;
    }
  if (ok)
    skip_space (self);
  return ok;
}

/*< private >
 * cony_event_json_compact:
 * @text: a JSON object
 * @length: its length in bytes, or -1
 * @split_member: (nullable): a member to take out of it
 * @split_value: (out) (optional) (transfer full) (nullable): that member's value, compact
 * @error: return location for a %CONY_EVENT_ERROR_JSON
 *
 * Checks strictly and writes the same object without white space and without needless escapes.
 * Members keep their order and numbers their spelling.
 *
 * Returns: (transfer full) (nullable): the compact form
 */
char *
cony_event_json_compact (const char  *text,
                         gssize       length,
                         const char  *split_member,
                         char       **split_value,
                         GError     **error)
{
  gsize size = length < 0 ? strlen (text) : (gsize) length;
  g_autoptr (GString) out = NULL;
  Scanner scanner = { .start = text, .at = text, .end = text + size, .split_member = split_member };

  if (size > MAX_TEXT)
    {
      g_set_error (error, CONY_EVENT_ERROR, CONY_EVENT_ERROR_TOO_LONG,
                   "The text has more than %d bytes", MAX_TEXT);
      return NULL;
    }
  if (!g_utf8_validate_len (text, size, NULL))
    {
      g_set_error_literal (error, CONY_EVENT_ERROR, CONY_EVENT_ERROR_JSON, "The text is not UTF-8");
      return NULL;
    }

  out = g_string_sized_new (size + 1);
  scanner.out = out;
  skip_space (&scanner);
  if (scanner.at == scanner.end || *scanner.at != '{')
    fail (&scanner, "This is not an object");
  else if (scan_value (&scanner) && scanner.at != scanner.end)
    fail (&scanner, "Something follows the object");
  if (scanner.error)
    {
      g_free (scanner.split_value);
      g_propagate_error (error, scanner.error);
      return NULL;
    }
  if (split_value)
    *split_value = g_steal_pointer (&scanner.split_value);
  g_free (scanner.split_value);
  return g_string_free (g_steal_pointer (&out), FALSE);
}

/*< private >
 * cony_event_json_append_string:
 * @out: a JSON text
 * @text: UTF-8
 *
 * Appends @text as a JSON string with its quotes.
 */
void
cony_event_json_append_string (GString    *out,
                               const char *text)
{
  g_string_append_c (out, '"');
  for (; *text; text = g_utf8_next_char (text))
    append_char (out, g_utf8_get_char (text));
  g_string_append_c (out, '"');
}
