/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <netinet/in.h>
#include <stdbool.h>

#include "load-protocol.h"

/* What the command line asked for. */
typedef struct
{
  const LoadProtocol *subscribers; /* what they speak … */
  bool subscribers_ws;             /* … and whether inside WebSocket */
  const LoadProtocol *publishers;
  bool publishers_ws;
  struct sockaddr_in subscriber_address;
  struct sockaddr_in publisher_address;
  const char *subscriber_path;
  const char *publisher_path;
  int n_subscribers;
  int n_publishers;
  int connecting; /* connects in progress at once */
  int size;       /* bytes of an event */
  int single;     /* events one at a time */
  int burst;      /* events of the burst … */
  int window;     /* … of which so many are on their way at once */
  double normal;  /* normal events a second beside the urgent ones */
  double urgent;  /* urgent events a second */
  double seconds; /* how long those two */
  double timeout; /* a phase that takes longer has failed */
  int pid;        /* the server */
  const char *tokens; /* file, a token a line; NULL: nobody asks */
  const char *cursor; /* resume from here … */
  int replayed;       /* … and wait for so many events */
} LoadOptions;

extern LoadOptions options;

void load_options_read (int    argc,
                        char **argv);
