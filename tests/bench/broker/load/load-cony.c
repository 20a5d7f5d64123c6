/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "load-connection.h"

#include "load-options.h"
#include "load-stream.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* cony.v1: log in by _auth, resume, and be ready when all that was missed has come. */

static char **tokens;
static size_t n_tokens;

static void
read_tokens (void)
{
  FILE *file = fopen (options.tokens, "r");
  char *line = NULL;
  size_t size = 0;
  ssize_t length = 0;

  if (!file)
    load_die ("cannot read %s", options.tokens);
  while ((length = getline (&line, &size, file)) > 0)
    {
      line[strcspn (line, "\n")] = '\0';
      tokens = realloc (tokens, (n_tokens + 1) * sizeof *tokens);
      tokens[n_tokens++] = strdup (line);
    }
  free (line);
  fclose (file);
  if (n_tokens == 0)
    load_die ("no token in %s", options.tokens);
}

static void
greet (LoadConnection *connection)
{
  static char message[8192];
  static size_t count;
  int n = 0;

  if (options.tokens && !tokens)
    read_tokens ();
  n = snprintf (message, sizeof message, "{\"tipo\":\"_auth\"");
  if (tokens)
    n += snprintf (message + n, sizeof message - n, ",\"token\":\"%s\"", tokens[count++ % n_tokens]);
  if (options.cursor)
    n += snprintf (message + n, sizeof message - n, ",\"desde\":\"%s\"", options.cursor);
  n += snprintf (message + n, sizeof message - n, "}");
  connection->missing = -1;
  load_connection_send_message (connection, message, n);
}

static bool
has (const uint8_t *data,
     size_t         length,
     const char    *text)
{
  return memmem (data, length, text, strlen (text)) != NULL;
}

static size_t
parse (LoadConnection *connection,
       const uint8_t  *data,
       size_t          length)
{
  bool event = !has (data, length, "\"tipo\":\"_");

  if (connection->state == LOAD_READY)
    {
      /* What was stored a moment before comes twice to who resumes: replayed and live. */
      if (event && !options.cursor)
        load_stream_deliver (connection, data, length);
    }
  else if (has (data, length, "\"tipo\":\"_hola\""))
    {
      if (options.cursor && !has (data, length, "\"recuperado\":true"))
        load_totals.failures++;
      connection->missing = options.cursor ? options.replayed : 0;
    }
  else if (event && connection->missing > 0)
    connection->missing--;
  if (connection->state == LOAD_GREETING && connection->missing == 0)
    load_connection_ready (connection);
  return length;
}

const LoadProtocol load_cony = { "cony", greet, parse, load_connection_send_message };
