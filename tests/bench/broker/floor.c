/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The floor of the comparison: no broker at all, one thread that writes the same frame to every
 * socket, once an event.  It knows just enough HTTP for the generator.
 *
 *     floor epoll|io_uring PORT
 *
 * Nothing is queued and nothing is joined: a burst costs here what single events cost.  A real
 * server can be cheaper only by making fewer system calls.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>
#ifdef HAVE_LIBURING
#include <liburing.h>
#endif

#define MAX_REQUEST 70000
#define RING_ENTRIES 1024

typedef struct
{
  int fd;
  char *request; /* NULL for a subscriber: it says nothing more */
  size_t length;
} Peer;

static int *subscribers;
static size_t n_subscribers;

/* The answer to the one key that the generator sends. */
static const char switching[] = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                                "Connection: Upgrade\r\n"
                                "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n";
static const char ok[] = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

static void
die (const char *what)
{
  perror (what);
  exit (1);
}

static void
write_rest (int            fd,
            const uint8_t *data,
            size_t         length)
{
  while (length > 0)
    {
      ssize_t n = send (fd, data, length, MSG_NOSIGNAL | MSG_DONTWAIT);

      if (n < 0 && errno == EAGAIN)
        {
          struct pollfd wait = { .fd = fd, .events = POLLOUT };

          poll (&wait, 1, -1);
        }
      else if (n < 0)
        return;
      else
        {
          data += n;
          length -= n;
        }
    }
}

static void
send_each (const uint8_t *data,
           size_t         length)
{
  for (size_t i = 0; i < n_subscribers; i++)
    {
      ssize_t n = send (subscribers[i], data, length, MSG_NOSIGNAL | MSG_DONTWAIT);

      if (n != (ssize_t) length)
        write_rest (subscribers[i], data + (n > 0 ? n : 0), length - (n > 0 ? n : 0));
    }
}

#ifdef HAVE_LIBURING
static struct io_uring ring;

static void
reap (const uint8_t *data,
      size_t         length,
      unsigned       count)
{
  struct io_uring_cqe *cqe = NULL;

  if (io_uring_submit_and_wait (&ring, count) < 0)
    die ("io_uring_submit_and_wait");
  while (count-- > 0 && io_uring_wait_cqe (&ring, &cqe) == 0)
    {
      size_t n = cqe->res > 0 ? cqe->res : 0;

      if (n != length)
        write_rest ((int) cqe->user_data, data + n, length - n);
      io_uring_cqe_seen (&ring, cqe);
    }
}

static void
send_batches (const uint8_t *data,
              size_t         length)
{
  unsigned count = 0;

  for (size_t i = 0; i < n_subscribers; i++)
    {
      struct io_uring_sqe *sqe = io_uring_get_sqe (&ring);

      io_uring_prep_send (sqe, subscribers[i], data, length, MSG_NOSIGNAL | MSG_DONTWAIT);
      sqe->user_data = subscribers[i];
      if (++count == RING_ENTRIES)
        {
          reap (data, length, count);
          count = 0;
        }
    }
  reap (data, length, count);
}
#endif

static void (*fan_out) (const uint8_t *data,
                        size_t         length);

static void
broadcast (const char *body,
           size_t      length)
{
  static uint8_t frame[MAX_REQUEST + 4];
  size_t header = 2;

  frame[0] = 0x81;
  frame[1] = length;
  if (length >= 126)
    {
      header = 4;
      frame[1] = 126;
      frame[2] = length >> 8;
      frame[3] = length;
    }
  memcpy (frame + header, body, length);
  fan_out (frame, header + length);
}

static void
handle_request (Peer *peer)
{
  char *end = memmem (peer->request, peer->length, "\r\n\r\n", 4);
  char *field = NULL;
  size_t head = 0;
  size_t body = 0;

  if (!end)
    return;
  head = end + 4 - peer->request;
  if (strncmp (peer->request, "GET", 3) == 0)
    {
      write_rest (peer->fd, (const uint8_t *) switching, strlen (switching));
      subscribers = realloc (subscribers, (n_subscribers + 1) * sizeof *subscribers);
      subscribers[n_subscribers++] = peer->fd;
      free (peer->request);
      peer->request = NULL;
      return;
    }

  field = memmem (peer->request, head, "Content-Length: ", 16);
  body = field ? strtoul (field + 16, NULL, 10) : 0;
  if (peer->length < head + body)
    return;
  write_rest (peer->fd, (const uint8_t *) ok, strlen (ok));
  broadcast (peer->request + head, body);
  peer->length -= head + body;
  memmove (peer->request, peer->request + head + body, peer->length);
  handle_request (peer);
}

static void
read_peer (Peer *peer)
{
  char rest[4096];
  ssize_t n = 0;

  if (!peer->request)
    n = recv (peer->fd, rest, sizeof rest, MSG_DONTWAIT);
  else
    n = recv (peer->fd, peer->request + peer->length, MAX_REQUEST - peer->length, MSG_DONTWAIT);
  if (n == 0 || (n < 0 && errno != EAGAIN))
    exit (0); /* the generator is done */
  if (n > 0 && peer->request)
    {
      peer->length += n;
      handle_request (peer);
    }
}

static int
listen_on (int port)
{
  struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = htons (port) };
  int on = 1;
  int fd = socket (AF_INET, SOCK_STREAM, 0);

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  setsockopt (fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (bind (fd, (struct sockaddr *) &address, sizeof address) != 0 || listen (fd, 4096) != 0)
    die ("listen");
  return fd;
}

int
main (int    argc,
      char **argv)
{
  struct epoll_event events[256];
  struct epoll_event event = { .events = EPOLLIN };
  struct rlimit limit;
  int epoll_fd = epoll_create1 (0);
  int listener = -1;
  int on = 1;

  if (argc != 3)
    return 2;
  fan_out = send_each;
  if (strcmp (argv[1], "io_uring") == 0)
    {
#ifdef HAVE_LIBURING
      fan_out = send_batches;
      if (io_uring_queue_init (RING_ENTRIES, &ring, 0) != 0)
        return 77;
#else
      return 77;
#endif
    }
  getrlimit (RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &limit);
  listener = listen_on (atoi (argv[2]));
  epoll_ctl (epoll_fd, EPOLL_CTL_ADD, listener, &event);

  while (true)
    {
      int n = epoll_wait (epoll_fd, events, 256, -1);

      for (int i = 0; i < n; i++)
        {
          Peer *peer = events[i].data.ptr;

          if (peer)
            {
              read_peer (peer);
              continue;
            }
          peer = calloc (1, sizeof *peer);
          peer->fd = accept (listener, NULL, NULL);
          peer->request = malloc (MAX_REQUEST);
          setsockopt (peer->fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
          event.data.ptr = peer;
          epoll_ctl (epoll_fd, EPOLL_CTL_ADD, peer->fd, &event);
        }
    }
}
