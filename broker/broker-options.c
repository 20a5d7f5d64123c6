/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-options.h"

#include <libpq-fe.h>
#include <string.h>
#include <sys/resource.h>

#include "broker-sender.h"

#define DEFAULT_LISTEN "127.0.0.1:8765"
#define DEFAULT_GRACE_S (12 * 3600)
#define DEFAULT_REPEAT "5,15,60"
/* `_drenar` spreads them over 20 s. */
#define DEFAULT_SETTLE_S 30
/* A site has about 300 screens, perhaps all behind one address; nobody sits at a hundred. */
#define DEFAULT_PER_ADDRESS 1000
#define DEFAULT_PER_PERSON 100
#define MAX_WORKERS 64
/* Descriptors that are not for clients: databases, the listener, HTTP requests, one to spare. */
#define RESERVED_DESCRIPTORS 128

static gboolean
parse_listen (BrokerOptions  *self,
              const char     *listen,
              GError        **error)
{
  const char *colon = strrchr (listen, ':');
  guint64 port = 0;

  if (!colon || !g_ascii_string_to_unsigned (colon + 1, 10, 0, G_MAXUINT16, &port, NULL))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "--listen wants HOST:PORT, not “%s”", listen);
      return FALSE;
    }

  if (*listen == '[' && colon > listen + 1 && colon[-1] == ']')
    self->host = g_strndup (listen + 1, colon - listen - 2);
  else
    self->host = g_strndup (listen, colon - listen);
  if (g_str_equal (self->host, "localhost"))
    {
      g_free (self->host);
      self->host = g_strdup ("127.0.0.1");
    }
  self->port = port;
  if (!g_hostname_is_ip_address (self->host))
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "--listen wants an IP address or localhost, not “%s”", self->host);
      return FALSE;
    }
  return TRUE;
}

static gboolean
is_loopback (const char *host)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (host);

  return address && g_inet_address_get_is_loopback (address);
}

/* What only libpq can tell would otherwise be told in the log, while nobody can be served. */
static gboolean
check_database (BrokerOptions  *self,
                GError        **error)
{
  char *message = NULL;
  PQconninfoOption *options = self->database ? PQconninfoParse (self->database, &message) : NULL;

  if (self->database && !options)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 "--database wants a connection string of libpq: %s",
                 message ? g_strchomp (message) : "out of memory");
  PQfreemem (message);
  PQconninfoFree (options);
  return !self->database || options;
}

/* As a browser sends it, to the letter: another one would never be let in. */
static gboolean
check_origins (BrokerOptions  *self,
               GError        **error)
{
  for (guint i = 0; self->origins && self->origins[i]; i++)
    {
      g_autoptr (GUri) uri = g_uri_parse (self->origins[i], G_URI_FLAGS_NONE, NULL);
      const char *host = uri ? g_uri_get_host (uri) : NULL;

      if (host && *host && !*g_uri_get_path (uri) && !g_uri_get_query (uri)
          && !g_uri_get_fragment (uri) && !g_uri_get_userinfo (uri))
        continue;
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                   "--allow-origin wants SCHEME://HOST[:PORT] and no more, not “%s”",
                   self->origins[i]);
      return FALSE;
    }
  return TRUE;
}

static gboolean
check (BrokerOptions  *self,
       GError        **error)
{
  const char *problem = NULL;

  if (self->memory && self->database)
    problem = "--memory is a relay without a database: leave --database out";
  else if (!self->memory && !self->database)
    problem = "Say where the database is with --database, or --memory to be a relay without one";
  else if (self->no_auth && !self->memory)
    problem = "--no-auth is only for a relay without a database (--memory)";
  else if (self->no_auth && !is_loopback (self->host))
    problem = "--no-auth listens on this machine only: use 127.0.0.1 or ::1";
  else if (self->memory && !self->no_auth)
    problem = "--memory has no keys to check tokens with: add --no-auth";
  else if (self->workers < 1 || self->workers > MAX_WORKERS)
    problem = "--workers wants a number from 1 to 64";
  else if (self->sender && !g_str_equal (self->sender, BROKER_SENDER_AUTO)
           && !g_str_equal (self->sender, BROKER_SENDER_EPOLL)
           && !g_str_equal (self->sender, BROKER_SENDER_URING))
    problem = "--sender wants epoll, io_uring or auto";
  else if (self->max_connections < 0)
    problem = "--max-connections wants a number; 0 is as many as there are descriptors";
  else if (self->grace_s < 0)
    problem = "--grace wants a number of seconds";
  else if (self->settle_s < 0 || self->settle_s > 3600)
    problem = "--settle wants a number of seconds up to 3600";
  else if (self->per_address < 0)
    problem = "--per-address wants a number; 0 is no limit";
  else if (self->per_person < 0)
    problem = "--per-person wants a number; 0 is no limit";

  if (problem)
    g_set_error_literal (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, problem);
  return problem == NULL;
}

static gboolean
read_password (BrokerOptions  *self,
               const char     *file,
               GError        **error)
{
  if (!file)
    return TRUE;
  if (!g_file_get_contents (file, &self->password, NULL, error))
    return FALSE;
  g_strdelimit (self->password, "\r\n", '\0');
  if (*self->password)
    return TRUE;
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
               "--password-file: the first line of “%s” is empty", file);
  return FALSE;
}

static gboolean
parse_repeat (BrokerOptions  *self,
              const char     *text,
              GError        **error)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  double before = 0;
  gboolean ok = g_strv_length (parts) == G_N_ELEMENTS (self->repeat_ms);

  for (guint i = 0; ok && i < G_N_ELEMENTS (self->repeat_ms); i++)
    {
      char *end = NULL;
      double age = g_ascii_strtod (parts[i], &end);

      ok = end != parts[i] && *end == '\0' && age > before && age <= 86400;
      self->repeat_ms[i] = ok ? age * 1000 : 0;
      before = age;
    }
  if (!ok)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 "--repeat-after wants three rising numbers of seconds, not “%s”", text);
  return ok;
}

static gboolean
parse_proxies (BrokerOptions  *self,
               GStrv           proxies,
               GError        **error)
{
  g_autoptr (GError) problem = NULL;

  self->proxies = broker_proxies_new ((const char * const *) proxies, &problem);
  if (!self->proxies)
    g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                 "--trusted-proxy wants ADDRESS or ADDRESS/BITS: %s", problem->message);
  return self->proxies != NULL;
}

static int
default_max_connections (void)
{
  struct rlimit limit = { 0 };

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    return 1000;
  limit.rlim_cur = MIN (limit.rlim_max, 1024 * 1024);
  setrlimit (RLIMIT_NOFILE, &limit);
  return MAX ((gint64) limit.rlim_cur - RESERVED_DESCRIPTORS, 16);
}

/**
 * broker_options_parse:
 * @argv: (inout) (array zero-terminated=1): the arguments
 * @error: return location
 *
 * Returns: (transfer full) (nullable): the options; %NULL when they make no sense
 */
BrokerOptions *
broker_options_parse (char   ***argv,
                      GError **error)
{
  g_autoptr (BrokerOptions) self = g_new0 (BrokerOptions, 1);
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autofree char *listen = NULL;
  g_autofree char *password_file = NULL;
  g_autofree char *repeat = NULL;
  g_auto (GStrv) proxies = NULL;
  GOptionEntry entries[] = {
    { "listen", 0, 0, G_OPTION_ARG_STRING, &listen,
      "Where to listen; port 0 picks one (" DEFAULT_LISTEN ")", "HOST:PORT" },
    { "database", 0, 0, G_OPTION_ARG_STRING, &self->database, "The database, as libpq names it",
      "CONNINFO" },
    { "password-file", 0, 0, G_OPTION_ARG_FILENAME, &password_file,
      "File with the database password", "FILE" },
    { "memory", 0, 0, G_OPTION_ARG_NONE, &self->memory,
      "Relay without a database; remembers the last 1000 events", NULL },
    { "no-auth", 0, 0, G_OPTION_ARG_NONE, &self->no_auth,
      "Accept everybody (only with --memory, only on this machine)", NULL },
    { "workers", 0, 0, G_OPTION_ARG_INT, &self->workers,
      "Threads that serve connections (as many as cores)", "N" },
    { "sender", 0, 0, G_OPTION_ARG_STRING, &self->sender,
      "How they send: epoll, io_uring or auto (auto)", "NAME" },
    { "max-connections", 0, 0, G_OPTION_ARG_INT, &self->max_connections,
      "Refuse more clients than this; 0: as many as there are descriptors (0)", "N" },
    { "per-address", 0, 0, G_OPTION_ARG_INT, &self->per_address,
      "Sessions that one address may have, as many other connections, and twice as many handshakes"
      " a minute; 0: no limit (1000)", "N" },
    { "per-person", 0, 0, G_OPTION_ARG_INT, &self->per_person,
      "Sessions that one person may have, and twice as many handshakes a minute;"
      " 0: no limit (100)", "N" },
    { "trusted-proxy", 0, 0, G_OPTION_ARG_STRING_ARRAY, &proxies,
      "Proxy whose X-Forwarded-For or Forwarded is believed (none)", "ADDRESS[/BITS]" },
    { "state-dir", 0, 0, G_OPTION_ARG_FILENAME, &self->state_dir,
      "Where to keep what must survive a restart ($STATE_DIRECTORY)", "DIR" },
    { "grace", 0, 0, G_OPTION_ARG_INT, &self->grace_s,
      "How long tokens outlive their end while the database is away (43200)", "SECONDS" },
    { "repeat-after", 0, 0, G_OPTION_ARG_STRING, &repeat,
      "When to send again what nobody confirmed (" DEFAULT_REPEAT ")", "SECONDS,SECONDS,SECONDS" },
    { "settle", 0, 0, G_OPTION_ARG_INT, &self->settle_s,
      "How long after a start it is not told that nobody is connected (30)", "SECONDS" },
    { "allow-origin", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->origins,
      "Web page that may connect (none)", "ORIGIN" },
    { "version", 0, 0, G_OPTION_ARG_NONE, &self->version, "Print the version", NULL },
    { NULL },
  };

  g_return_val_if_fail (argv != NULL, NULL);

  self->grace_s = DEFAULT_GRACE_S;
  self->workers = MIN (g_get_num_processors (), MAX_WORKERS);
  self->settle_s = DEFAULT_SETTLE_S;
  self->per_address = DEFAULT_PER_ADDRESS;
  self->per_person = DEFAULT_PER_PERSON;
  g_option_context_add_main_entries (context, entries, NULL);
  g_option_context_set_summary (context, "Delivers the shop's events to its windows.");
  if (!g_option_context_parse_strv (context, argv, error))
    return NULL;
  if (self->version)
    return g_steal_pointer (&self);
  if (g_strv_length (*argv) > 1)
    {
      g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED, "“%s” is not understood",
                   (*argv)[1]);
      return NULL;
    }

  if (!parse_listen (self, listen ? listen : DEFAULT_LISTEN, error)
      || !parse_repeat (self, repeat ? repeat : DEFAULT_REPEAT, error)
      || !parse_proxies (self, proxies, error)
      || !check (self, error)
      || !check_database (self, error)
      || !check_origins (self, error)
      || !read_password (self, password_file, error))
    return NULL;
  if (!self->state_dir)
    self->state_dir = g_strdup (g_getenv ("STATE_DIRECTORY"));
  if (!self->sender)
    self->sender = g_strdup (BROKER_SENDER_AUTO);
  if (self->max_connections == 0)
    self->max_connections = default_max_connections ();
  return g_steal_pointer (&self);
}

/**
 * broker_options_free:
 * @self: (transfer full): options
 */
void
broker_options_free (BrokerOptions *self)
{
  g_return_if_fail (self != NULL);

  g_free (self->host);
  g_free (self->database);
  g_free (self->password);
  g_free (self->state_dir);
  g_strfreev (self->origins);
  g_free (self->sender);
  g_clear_pointer (&self->proxies, broker_proxies_free);
  g_free (self);
}
