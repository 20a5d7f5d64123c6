/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "load-cost.h"

#include "load-options.h"

#include <dirent.h>
#include <stdio.h>
#include <sys/resource.h>

/* A thread's first number in schedstat is its time on a processor, to the nanosecond. */
static double
server_seconds (void)
{
  char path[64];
  struct dirent *task = NULL;
  double sum = 0;
  DIR *tasks = NULL;

  snprintf (path, sizeof path, "/proc/%d/task", options.pid);
  tasks = opendir (path);
  while (tasks && (task = readdir (tasks)))
    {
      unsigned long long ns = 0;
      char name[400];
      FILE *file = NULL;

      if (task->d_name[0] == '.')
        continue;
      snprintf (name, sizeof name, "%s/%s/schedstat", path, task->d_name);
      file = fopen (name, "r");
      if (!file)
        continue;
      if (fscanf (file, "%llu", &ns) == 1)
        sum += ns / 1e9;
      fclose (file);
    }
  if (tasks)
    closedir (tasks);
  return sum;
}

/**
 * load_cost_now:
 *
 * Returns: what the server and this program have cost until now, threads that have ended left out
 */
LoadCost
load_cost_now (void)
{
  LoadCost cost = { 0 };
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage);
  cost.own = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
             + (usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) / 1e6;
  if (options.pid > 0)
    cost.server = server_seconds ();
  return cost;
}

/**
 * load_cost_memory:
 *
 * Returns: KiB of the server's own memory (not of its files), 0 if it is not known
 */
long
load_cost_memory (void)
{
  char line[256];
  long kib = 0;
  FILE *file = NULL;

  snprintf (line, sizeof line, "/proc/%d/status", options.pid);
  file = options.pid > 0 ? fopen (line, "r") : NULL;
  while (file && fgets (line, sizeof line, file))
    if (sscanf (line, "RssAnon: %ld", &kib) == 1)
      break;
  if (file)
    fclose (file);
  return kib;
}
