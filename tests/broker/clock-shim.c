/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Preloaded: the clock of one program is off by as many seconds as the file $CONY_CLOCK_FILE says, a
 * binary number that may change at any time; a second number, if there is one, says for how many
 * seconds its machine has slept, a third how many more seconds have passed than there were. */
#include <dlfcn.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

static const volatile int64_t *offset; /* of the clock, of sleep, and of the time that passes */

__attribute__ ((constructor)) static void
start (void)
{
  const char *path = getenv ("CONY_CLOCK_FILE");
  int fd = path ? open (path, O_RDONLY | O_CLOEXEC) : -1;
  void *memory = fd < 0 ? MAP_FAILED : mmap (NULL, 3 * sizeof *offset, PROT_READ, MAP_SHARED, fd, 0);

  if (memory == MAP_FAILED)
    abort ();
  offset = memory;
  close (fd);
}

int
clock_gettime (clockid_t        clock,
               struct timespec *now)
{
  static int (*real) (clockid_t, struct timespec *);
  int result = 0;

  if (!real)
    real = (int (*) (clockid_t, struct timespec *)) dlsym (RTLD_NEXT, "clock_gettime");
  result = real (clock, now);
  if (result == 0 && offset && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
    now->tv_sec += offset[0];
  if (result == 0 && offset && clock == CLOCK_BOOTTIME)
    now->tv_sec += offset[1] + offset[2];
  if (result == 0 && offset && (clock == CLOCK_MONOTONIC || clock == CLOCK_MONOTONIC_COARSE))
    now->tv_sec += offset[2];
  return result;
}

int
gettimeofday (struct timeval *restrict now,
              void *restrict           zone)
{
  struct timespec precise;

  clock_gettime (CLOCK_REALTIME, &precise);
  now->tv_sec = precise.tv_sec;
  now->tv_usec = precise.tv_nsec / 1000;
  return 0;
}

time_t
time (time_t *copy)
{
  struct timespec now;

  clock_gettime (CLOCK_REALTIME, &now);
  if (copy)
    *copy = now.tv_sec;
  return now.tv_sec;
}
