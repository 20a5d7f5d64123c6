/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "load-options.h"

#include "load-connection.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

LoadOptions options = {
  .subscribers = &load_plain,
  .subscribers_ws = true,
  .publishers = &load_http,
  .subscriber_path = "/ws",
  .publisher_path = "/broadcast",
  .n_subscribers = 100,
  .n_publishers = 1,
  .connecting = 64,
  .size = 300,
  .window = 16,
  .seconds = 5,
  .timeout = 120,
};

static struct sockaddr_in
read_address (const char *text)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  const char *colon = strrchr (text, ':');
  char host[64];

  if (!colon || colon - text >= (long) sizeof host)
    load_die ("an address is IP:PORT, not %s", text);
  memcpy (host, text, colon - text);
  host[colon - text] = '\0';
  address.sin_port = htons (atoi (colon + 1));
  if (inet_pton (AF_INET, host, &address.sin_addr) != 1)
    load_die ("not an IPv4 address: %s", host);
  return address;
}

static const LoadProtocol *
read_protocol (const char *text,
               bool       *ws)
{
  static const LoadProtocol *const all[]
      = { &load_plain, &load_cony, &load_http, &load_ndjson, &load_mqtt, &load_nats };
  const char *end = strchr (text, '-');
  size_t length = end ? (size_t) (end - text) : strlen (text);

  for (size_t i = 0; i < sizeof all / sizeof *all; i++)
    if (strncmp (all[i]->name, text, length) == 0 && !all[i]->name[length])
      {
        *ws = end || all[i] == &load_plain || all[i] == &load_cony;
        return all[i];
      }
  load_die ("no such protocol: %s", text);
}

_Noreturn static void
usage (void)
{
  puts ("Usage: wsload [OPTION]…\n"
        "  -m WHAT   subscribers speak plain, cony, mqtt, nats, mqtt-ws or nats-ws (plain)\n"
        "  -a A:P    their address (127.0.0.1:8765)\n"
        "  -u PATH   path of their WebSocket (/ws)\n"
        "  -P WHAT   publishers speak http, ndjson, plain, mqtt or nats (http)\n"
        "  -A A:P    their address (the subscribers')\n"
        "  -U PATH   path of their POST or WebSocket (/broadcast)\n"
        "  -n N      subscribers (100)\n"
        "  -k N      publishers (1)\n"
        "  -C N      connects in progress at once (64)\n"
        "  -s BYTES  size of an event (300)\n"
        "  -1 COUNT  events one at a time\n"
        "  -b COUNT  events in a burst\n"
        "  -w N      of which so many are on their way at once (16)\n"
        "  -g RATE   urgent events a second\n"
        "  -r RATE   normal events a second beside them\n"
        "  -t SECS   how long (5)\n"
        "  -T SECS   give up after (120)\n"
        "  -p PID    the server, whose cost is measured\n"
        "  -f FILE   cony: tokens, one a line\n"
        "  -d CURSOR cony: resume from here\n"
        "  -e N      cony: events that each must get then");
  exit (0);
}

void
load_options_read (int    argc,
                   char **argv)
{
  const char *subscribers = "127.0.0.1:8765";
  const char *publishers = NULL;
  int c = 0;

  while ((c = getopt (argc, argv, "m:a:u:P:A:U:n:k:C:s:1:b:w:g:r:t:T:p:f:d:e:h")) != -1)
    switch (c)
      {
      case 'm': options.subscribers = read_protocol (optarg, &options.subscribers_ws); break;
      case 'a': subscribers = optarg; break;
      case 'u': options.subscriber_path = optarg; break;
      case 'P': options.publishers = read_protocol (optarg, &options.publishers_ws); break;
      case 'A': publishers = optarg; break;
      case 'U': options.publisher_path = optarg; break;
      case 'n': options.n_subscribers = atoi (optarg); break;
      case 'k': options.n_publishers = atoi (optarg); break;
      case 'C': options.connecting = atoi (optarg); break;
      case 's': options.size = atoi (optarg); break;
      case '1': options.single = atoi (optarg); break;
      case 'b': options.burst = atoi (optarg); break;
      case 'w': options.window = atoi (optarg); break;
      case 'g': options.urgent = atof (optarg); break;
      case 'r': options.normal = atof (optarg); break;
      case 't': options.seconds = atof (optarg); break;
      case 'T': options.timeout = atof (optarg); break;
      case 'p': options.pid = atoi (optarg); break;
      case 'f': options.tokens = optarg; break;
      case 'd': options.cursor = optarg; break;
      case 'e': options.replayed = atoi (optarg); break;
      case 'h': usage ();
      default: exit (2);
      }
  options.subscriber_address = read_address (subscribers);
  options.publisher_address = read_address (publishers ? publishers : subscribers);
  if (options.size < 120 || options.size > LOAD_MAX_EVENT || options.n_subscribers < 1
      || options.n_publishers < 1)
    load_die ("bad -s, -n or -k");
}
