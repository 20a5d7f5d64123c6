/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <dlfcn.h>
#include <glib.h>

/* GLib is not built with ThreadSanitizer, so its locks and reference counts, made of futexes and
 * atomics of its own, order nothing in the sanitizer's eyes.  These stand before GLib's functions
 * in a program of such a build, do the same, and say so.  Only what the broker and its tests use
 * between threads is here; a race that hides behind anything else is reported. */

void __tsan_acquire (void *address);
void __tsan_release (void *address);

#define REAL(name) \
  static __typeof__ (name) *real = NULL; \
  if (!__atomic_load_n (&real, __ATOMIC_ACQUIRE)) \
    __atomic_store_n (&real, (__typeof__ (name) *) dlsym (RTLD_NEXT, #name), __ATOMIC_RELEASE)

void
(g_mutex_lock) (GMutex *mutex)
{
  REAL (g_mutex_lock);
  real (mutex);
  __tsan_acquire (mutex);
}

gboolean
(g_mutex_trylock) (GMutex *mutex)
{
  gboolean locked = FALSE;

  REAL (g_mutex_trylock);
  locked = real (mutex);
  if (locked)
    __tsan_acquire (mutex);
  return locked;
}

void
(g_mutex_unlock) (GMutex *mutex)
{
  REAL (g_mutex_unlock);
  __tsan_release (mutex);
  real (mutex);
}

/* GLib gives the lock up and takes it again inside. */
void
(g_cond_wait) (GCond  *cond,
               GMutex *mutex)
{
  REAL (g_cond_wait);
  __tsan_release (mutex);
  real (cond, mutex);
  __tsan_acquire (mutex);
}

void
(g_atomic_ref_count_init) (gatomicrefcount *arc)
{
  __atomic_store_n (arc, 1, __ATOMIC_RELAXED);
}

void
(g_atomic_ref_count_inc) (gatomicrefcount *arc)
{
  __atomic_fetch_add (arc, 1, __ATOMIC_RELAXED);
}

gboolean
(g_atomic_ref_count_dec) (gatomicrefcount *arc)
{
  return __atomic_fetch_sub (arc, 1, __ATOMIC_ACQ_REL) == 1;
}
