/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "load-connection.h"

#include "load-options.h"
#include "load-websocket.h"

#include <errno.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

/* Connections and the loop: one thread, one epoll set.  It spins while it measures: a sleeping
 * receiver would make every send of the server pay for a wake-up, as no remote client does. */

LoadTotals load_totals;

static int epoll_fd = -1;

/**
 * load_die:
 * @format: why, as in printf()
 *
 * Ends the program with the status 2.
 */
void
load_die (const char *format,
          ...)
{
  va_list args;

  va_start (args, format);
  fputs ("wsload: ", stderr);
  vfprintf (stderr, format, args);
  fputc ('\n', stderr);
  va_end (args);
  exit (2);
}

/**
 * load_now:
 *
 * Returns: nanoseconds of the monotonic clock
 */
uint64_t
load_now (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return now.tv_sec * UINT64_C (1000000000) + now.tv_nsec;
}

/**
 * load_connection_ready:
 * @self: a connection whose other side has greeted
 */
void
load_connection_ready (LoadConnection *self)
{
  self->state = LOAD_READY;
  if (!self->publisher)
    load_totals.ready++;
}

/**
 * load_connection_close:
 * @self: a connection
 *
 * Closes without leaving a TIME_WAIT behind.
 */
void
load_connection_close (LoadConnection *self)
{
  struct linger reset = { 1, 0 };

  if (self->state == LOAD_CLOSED)
    return;
  if (self->state == LOAD_READY && !self->publisher)
    load_totals.ready--;
  self->state = LOAD_CLOSED;
  load_totals.closed++;
  setsockopt (self->fd, SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
  close (self->fd);
}

/**
 * load_connection_send:
 * @self: a connection
 * @data: bytes, sent as they are
 * @length: how many
 */
void
load_connection_send (LoadConnection *self,
                      const void     *data,
                      size_t          length)
{
  const uint8_t *rest = data;

  while (length > 0 && self->state != LOAD_CLOSED)
    {
      ssize_t n = send (self->fd, rest, length, MSG_NOSIGNAL);

      if (n >= 0)
        {
          rest += n;
          length -= n;
        }
      else if (errno == EAGAIN)
        {
          struct pollfd wait = { .fd = self->fd, .events = POLLOUT };

          poll (&wait, 1, 1000);
        }
      else if (errno != EINTR)
        {
          load_totals.failures++;
          return;
        }
    }
}

/**
 * load_connection_send_message:
 * @self: a connection
 * @data: a message of its protocol
 * @length: bytes of it
 *
 * Sends a message, in a frame where the connection is a WebSocket.
 */
void
load_connection_send_message (LoadConnection *self,
                              const void     *data,
                              size_t          length)
{
  if (self->websocket)
    load_websocket_send (self, self->protocol == &load_plain || self->protocol == &load_cony ? 1 : 2,
                         data, length);
  else
    load_connection_send (self, data, length);
}

static void
keep (LoadRest      *rest,
      const uint8_t *data,
      size_t         length)
{
  if (rest->length + length > rest->size)
    {
      rest->size = (rest->length + length) * 2;
      rest->data = realloc (rest->data, rest->size);
      if (!rest->data)
        load_die ("out of memory");
    }
  memcpy (rest->data + rest->length, data, length);
  rest->length += length;
}

/**
 * load_connection_feed:
 * @self: a connection
 * @rest: what was left of the stream
 * @parse: takes what is complete
 * @data: what came
 * @length: bytes of it
 */
void
load_connection_feed (LoadConnection *self,
                      LoadRest       *rest,
                      size_t (*parse) (LoadConnection *, const uint8_t *, size_t),
                      const uint8_t  *data,
                      size_t          length)
{
  size_t used = 0;

  if (rest->length == 0)
    {
      used = parse (self, data, length);
      if (used < length)
        keep (rest, data + used, length - used);
      return;
    }
  keep (rest, data, length);
  used = parse (self, rest->data, rest->length);
  rest->length -= used;
  memmove (rest->data, rest->data + used, rest->length);
}

static size_t
parse (LoadConnection *self,
       const uint8_t  *data,
       size_t          length)
{
  if (self->state == LOAD_UPGRADING)
    return load_websocket_parse_upgrade (self, data, length);
  if (self->websocket)
    return load_websocket_parse (self, data, length);
  return self->protocol->parse (self, data, length);
}

/**
 * load_connection_open:
 * @self: a connection whose protocol is set
 *
 * Begins to connect.
 */
void
load_connection_open (LoadConnection *self)
{
  struct sockaddr_in *address
      = self->publisher ? &options.publisher_address : &options.subscriber_address;
  struct epoll_event event = { .events = EPOLLIN | EPOLLOUT | EPOLLET | EPOLLRDHUP,
                               .data.ptr = self };
  int on = 1;

  self->fd = socket (AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (self->fd < 0)
    load_die ("socket: %s", strerror (errno));
  setsockopt (self->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  self->state = LOAD_CONNECTING;
  if (connect (self->fd, (struct sockaddr *) address, sizeof *address) < 0 && errno != EINPROGRESS)
    load_die ("connect: %s", strerror (errno));
  epoll_ctl (epoll_fd, EPOLL_CTL_ADD, self->fd, &event);
}

static void
finish_connect (LoadConnection *self)
{
  struct epoll_event event = { .events = EPOLLIN | EPOLLET | EPOLLRDHUP, .data.ptr = self };
  int error = 0;
  socklen_t length = sizeof error;

  getsockopt (self->fd, SOL_SOCKET, SO_ERROR, &error, &length);
  if (error != 0)
    {
      load_totals.failures++;
      load_connection_close (self);
      return;
    }
  epoll_ctl (epoll_fd, EPOLL_CTL_MOD, self->fd, &event);
  if (self->websocket)
    load_websocket_upgrade (self);
  else
    {
      self->state = LOAD_GREETING;
      self->protocol->greet (self);
    }
}

static void
dispatch (LoadConnection *self,
          uint32_t        events)
{
  static uint8_t buffer[256 * 1024];

  if (self->state == LOAD_CONNECTING && events & (EPOLLOUT | EPOLLERR | EPOLLHUP))
    finish_connect (self);
  while (self->state > LOAD_CONNECTING && events & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR))
    {
      ssize_t n = recv (self->fd, buffer, sizeof buffer, 0);

      if (n > 0)
        {
          load_connection_feed (self, &self->raw, parse, buffer, n);
          if ((size_t) n < sizeof buffer && !(events & (EPOLLRDHUP | EPOLLHUP)))
            return;
        }
      else if (n == 0 || (errno != EAGAIN && errno != EINTR))
        load_connection_close (self);
      else if (errno == EAGAIN)
        return;
    }
}

/**
 * load_loop_init:
 *
 * Makes the loop.
 */
void
load_loop_init (void)
{
  epoll_fd = epoll_create1 (EPOLL_CLOEXEC);
}

/**
 * load_loop_turn:
 * @wait: whether it may sleep, 5 ms at most
 *
 * Handles what came.
 */
void
load_loop_turn (bool wait)
{
  struct epoll_event events[512];
  int n = epoll_wait (epoll_fd, events, 512, wait ? 5 : 0);

  for (int i = 0; i < n; i++)
    dispatch (events[i].data.ptr, events[i].events);
}
