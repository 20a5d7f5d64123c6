/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What one call for each socket costs, and what io_uring saves of it, on this machine.
 *
 *     senders CLIENTS ROUNDS [PID]
 *
 * One process, the same sockets, the same frame: the ways to send take turns of a millisecond or
 * so, and medians are compared.  So the noise of other work meets all of them, and differences of a
 * per cent show, which whole servers one after the other hide.  A thread on another core reads.
 * PID is ksoftirqd of the first core: what the kernel leaves to it is counted too.
 *
 * Writes one JSON object: microseconds a send of each way.
 */
#include <arpa/inet.h>
#include <fcntl.h>
#include <liburing.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define FRAME 304
#define ENTRIES 256

typedef struct
{
  const char *name;
  unsigned flags;    /* of the ring; used only with @ring */
  bool ring;         /* false: send(2) */
  bool files;        /* the sockets are registered */
  bool skip;         /* no completion for what went well */
  struct io_uring uring;
  bool usable;
  double *times;
} Way;

static Way ways[] = {
  { .name = "send" },
  { .name = "io_uring", .ring = true },
  { .name = "io_uring, cooperative", .ring = true,
    .flags = IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_COOP_TASKRUN },
  { .name = "io_uring, deferred", .ring = true,
    .flags = IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN },
  { .name = "io_uring, deferred, registered files", .ring = true, .files = true,
    .flags = IORING_SETUP_SINGLE_ISSUER | IORING_SETUP_DEFER_TASKRUN },
  { .name = "io_uring, completions of failures only", .ring = true, .skip = true },
};
#define N_WAYS (sizeof ways / sizeof *ways)

static int n_clients;
static int *senders;
static int *readers;
static int softirqd = -1;
static char frame[FRAME];
static atomic_ulong received;

static void
die (const char *what)
{
  perror (what);
  exit (1);
}

static void
pin (int core)
{
  cpu_set_t set;

  CPU_ZERO (&set);
  CPU_SET (core, &set);
  sched_setaffinity (0, sizeof set, &set);
}

static void *
read_all (void *unused)
{
  struct epoll_event events[256];
  char buffer[65536];
  int fd = epoll_create1 (0);

  (void) unused;
  pin (1);
  for (int i = 0; i < n_clients; i++)
    {
      struct epoll_event event = { .events = EPOLLIN, .data.fd = readers[i] };

      epoll_ctl (fd, EPOLL_CTL_ADD, readers[i], &event);
    }
  while (true)
    {
      int n = epoll_wait (fd, events, 256, 0);

      for (int i = 0; i < n; i++)
        {
          ssize_t bytes = recv (events[i].data.fd, buffer, sizeof buffer, MSG_DONTWAIT);

          if (bytes > 0)
            atomic_fetch_add (&received, bytes);
        }
    }
  return NULL;
}

static void
connect_all (void)
{
  struct sockaddr_in address = { .sin_family = AF_INET };
  socklen_t length = sizeof address;
  int listener = socket (AF_INET, SOCK_STREAM, 0);
  int on = 1;

  address.sin_addr.s_addr = htonl (INADDR_LOOPBACK);
  if (bind (listener, (struct sockaddr *) &address, sizeof address) != 0
      || listen (listener, 128) != 0
      || getsockname (listener, (struct sockaddr *) &address, &length) != 0)
    die ("listen");
  senders = calloc (n_clients, sizeof *senders);
  readers = calloc (n_clients, sizeof *readers);
  for (int i = 0; i < n_clients; i++)
    {
      readers[i] = socket (AF_INET, SOCK_STREAM, 0);
      if (readers[i] < 0 || connect (readers[i], (struct sockaddr *) &address, length) != 0)
        die ("connect");
      senders[i] = accept (listener, NULL, NULL);
      setsockopt (senders[i], IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    }
  close (listener);
}

/* Microseconds that this thread had a processor. */
static double
own_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return time.tv_sec * 1e6 + time.tv_nsec / 1e3;
}

/* The same of the kernel's thread for what it puts off. */
static double
put_off_time (void)
{
  char text[64] = "";

  if (softirqd >= 0 && pread (softirqd, text, sizeof text - 1, 0) < 0)
    die ("schedstat");
  return strtoull (text, NULL, 10) / 1e3;
}

static void
submit (Way *way,
        int  count)
{
  struct io_uring_cqe *cqe = NULL;
  unsigned head = 0;
  int done = 0;

  if (io_uring_submit_and_wait (&way->uring, way->skip ? 0 : count) < 0)
    die ("io_uring_submit_and_wait");
  io_uring_for_each_cqe (&way->uring, head, cqe)
    {
      if (cqe->res != FRAME)
        die ("a send by io_uring");
      done++;
    }
  io_uring_cq_advance (&way->uring, done);
  if (done != (way->skip ? 0 : count))
    die ("completions");
}

static void
send_to_all (Way *way)
{
  int count = 0;

  for (int i = 0; i < n_clients; i++)
    {
      struct io_uring_sqe *sqe = NULL;

      if (!way->ring)
        {
          if (send (senders[i], frame, FRAME, MSG_NOSIGNAL | MSG_DONTWAIT) != FRAME)
            die ("send");
          continue;
        }
      sqe = io_uring_get_sqe (&way->uring);
      io_uring_prep_send (sqe, way->files ? i : senders[i], frame, FRAME,
                          MSG_NOSIGNAL | MSG_DONTWAIT);
      sqe->flags |= (way->files ? IOSQE_FIXED_FILE : 0) | (way->skip ? IOSQE_CQE_SKIP_SUCCESS : 0);
      if (++count == ENTRIES || i == n_clients - 1)
        {
          submit (way, count);
          count = 0;
        }
    }
}

static int
compare (const void *a,
         const void *b)
{
  const double *x = a;
  const double *y = b;

  return (*x > *y) - (*x < *y);
}

int
main (int    argc,
      char **argv)
{
  struct rlimit limit;
  pthread_t thread;
  unsigned long wanted = 0;
  int rounds = 0;
  const char *comma = "";

  if (argc < 3)
    return 2;
  n_clients = atoi (argv[1]);
  rounds = atoi (argv[2]);
  if (argc > 3)
    {
      char path[64];

      snprintf (path, sizeof path, "/proc/%d/schedstat", atoi (argv[3]));
      softirqd = open (path, O_RDONLY);
    }
  getrlimit (RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  setrlimit (RLIMIT_NOFILE, &limit);
  memset (frame, 'x', FRAME);
  connect_all ();
  for (size_t i = 0; i < N_WAYS; i++)
    {
      ways[i].times = calloc (rounds, sizeof (double));
      ways[i].usable
          = !ways[i].ring
            || (io_uring_queue_init (ENTRIES, &ways[i].uring, ways[i].flags) == 0
                && (!ways[i].files
                    || io_uring_register_files (&ways[i].uring, senders, n_clients) == 0));
    }
  if (pthread_create (&thread, NULL, read_all, NULL) != 0)
    die ("pthread_create");
  pin (0);

  for (int round = -1; round < rounds; round++) /* the first one warms up */
    for (size_t i = 0; i < N_WAYS; i++)
      {
        Way *way = &ways[(i + round + 1) % N_WAYS];
        double put_off = put_off_time ();
        double own = own_time ();

        if (!way->usable)
          continue;
        send_to_all (way);
        own = own_time () - own;
        wanted += (unsigned long) n_clients * FRAME;
        while (atomic_load (&received) < wanted)
          sched_yield ();
        if (round >= 0)
          way->times[round] = own + put_off_time () - put_off;
      }

  putchar ('{');
  for (size_t i = 0; i < N_WAYS; i++)
    {
      if (!ways[i].usable)
        continue;
      qsort (ways[i].times, rounds, sizeof (double), compare);
      printf ("%s\"%s\":%.3f", comma, ways[i].name, ways[i].times[rounds / 2] / n_clients);
      comma = ",";
    }
  puts ("}");
  return 0;
}
