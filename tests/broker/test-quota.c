/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "broker-bucket.h"
#include "broker-proxies.h"
#include "broker-quota.h"

static void
test_bucket (void)
{
  BrokerBucket bucket;

  broker_bucket_init (&bucket, 3, 1000);
  for (int i = 0; i < 3; i++)
    g_assert_true (broker_bucket_take (&bucket, 3, 2, 1, 1000));
  g_assert_false (broker_bucket_take (&bucket, 3, 2, 1, 1000));
  g_assert_cmpuint (broker_bucket_wait_s (&bucket, 2, 1), ==, 1);
  g_assert_cmpuint (broker_bucket_wait_s (&bucket, 0.25, 2), ==, 8);
  /* A clock that goes back gives and takes nothing. */
  g_assert_false (broker_bucket_take (&bucket, 3, 2, 1, 0));
  g_assert_false (broker_bucket_take (&bucket, 3, 2, 1, 1400));
  g_assert_true (broker_bucket_take (&bucket, 3, 2, 1, 1500));
  g_assert_false (broker_bucket_is_full (&bucket, 3, 2, 2900));
  g_assert_true (broker_bucket_is_full (&bucket, 3, 2, 3000));
  g_assert_false (broker_bucket_take (&bucket, 3, 2, 4, 9000));
  g_assert_true (broker_bucket_take (&bucket, 3, 2, 3, 9000));
}

static void
test_quota (void)
{
  g_autoptr (BrokerQuota) quota = broker_quota_new (2);
  BrokerPlace *first = NULL;
  BrokerPlace *second = NULL;

  g_assert_cmpuint (broker_quota_knock (quota, "a", 0), ==, 0);
  first = broker_quota_enter (quota, "a", 0);
  second = broker_quota_enter (quota, "a", 0);
  g_assert_true (first && second);
  g_assert_null (broker_quota_enter (quota, "a", 0));
  g_assert_cmpuint (broker_quota_knock (quota, "a", 0), ==, BROKER_QUOTA_RETRY_S);
  g_assert_nonnull (broker_quota_enter (quota, "b", 0));
  broker_place_leave (first);
  g_assert_cmpuint (broker_quota_knock (quota, "a", 0), ==, 0);
  /* Four handshakes a minute: the fifth waits 15 s. */
  g_assert_cmpuint (broker_quota_knock (quota, "a", 0), ==, 0);
  g_assert_cmpuint (broker_quota_knock (quota, "a", 0), ==, 15);
  g_assert_cmpuint (broker_quota_knock (quota, "a", 14000), ==, 1);
  g_assert_cmpuint (broker_quota_knock (quota, "a", 15000), ==, 0);

  /* Those inside stay known, others are forgotten once they are as good as new. */
  broker_quota_trim (quota, 20000);
  g_assert_cmpuint (broker_quota_get_size (quota), ==, 2);
  broker_place_leave (second);
  broker_quota_trim (quota, 100000);
  g_assert_cmpuint (broker_quota_get_size (quota), ==, 1);
}

static void
test_no_limit (void)
{
  g_autoptr (BrokerQuota) none = broker_quota_new (0);
  g_autoptr (BrokerQuota) one = broker_quota_new (1);

  for (int i = 0; i < 100; i++)
    {
      g_assert_cmpuint (broker_quota_knock (none, "a", 0), ==, 0);
      g_assert_nonnull (broker_quota_enter (none, "a", 0));
      g_assert_cmpuint (broker_quota_knock (one, NULL, 0), ==, 0);
      g_assert_nonnull (broker_quota_enter (one, NULL, 0));
    }
  g_assert_cmpuint (broker_quota_get_size (none), ==, 0);
}

/* More addresses than it knows apart share one place: memory is bounded.  “65,536 addresses are
 * known apart; those beyond share one place.” */
static void
test_many_keys (void)
{
  g_autoptr (BrokerQuota) quota = broker_quota_new (3);
  BrokerPlace *place = NULL;

  for (int i = 0; i < BROKER_QUOTA_MAX_KEYS; i++)
    {
      g_autofree char *key = g_strdup_printf ("%d", i);

      g_assert_cmpuint (broker_quota_knock (quota, key, 0), ==, 0);
    }
  place = broker_quota_enter (quota, "x", 0);
  g_assert_true (place == broker_quota_enter (quota, "y", 0));
  g_assert_nonnull (broker_quota_enter (quota, "z", 0));
  g_assert_null (broker_quota_enter (quota, "w", 0));
  g_assert_nonnull (broker_quota_enter (quota, "7", 0));
  broker_quota_trim (quota, 600000);
  g_assert_cmpuint (broker_quota_get_size (quota), ==, 2);
  broker_place_leave (place);
  g_assert_nonnull (broker_quota_enter (quota, "x", 600000));
}

static void
check (BrokerProxies *proxies,
       const char    *peer,
       const char    *x_forwarded_for,
       const char    *forwarded,
       const char    *expected)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string (peer, 1);
  g_autoptr (GError) error = NULL;
  g_autofree char *key = broker_proxies_find_client (proxies, address, x_forwarded_for, forwarded,
                                                     &error);

  g_assert_no_error (error);
  g_assert_cmpstr (key, ==, expected);
}

static void
check_peer (BrokerProxies *proxies,
            const char    *peer,
            const char    *expected)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string (peer, 1);
  g_autofree char *key = broker_proxies_get_peer (proxies, address);

  g_assert_cmpstr (key, ==, expected);
}

/* “Behind a proxy the client is the last address in X-Forwarded-For or Forwarded that no
 * `--trusted-proxy` has written” */
static void
test_proxies (void)
{
  static const char * const trusted[] = { "10.1.0.0/16", "2001:db8:1::/48", "127.0.0.1", NULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (BrokerProxies) proxies = broker_proxies_new (trusted, &error);
  g_autoptr (GSocketAddress) proxy = g_inet_socket_address_new_from_string ("10.1.2.3", 1);
  static const char * const wrong[] = { "proxy.example", NULL };

  g_assert_no_error (error);
  check (proxies, "192.0.2.7", NULL, NULL, "192.0.2.7");
  check (proxies, "::ffff:192.0.2.7", NULL, NULL, "192.0.2.7");
  check (proxies, "2001:db8:2:3:4:5:6:7", NULL, NULL, "2001:db8:2:3::/64");
  check (proxies, "127.0.0.1", NULL, NULL, NULL);
  check (proxies, "::1", NULL, NULL, NULL);

  check_peer (proxies, "192.0.2.7", "192.0.2.7");
  check_peer (proxies, "2001:db8:2:3:4:5:6:7", "2001:db8:2:3::/64");
  check_peer (proxies, "::ffff:10.1.2.3", NULL);
  check_peer (proxies, "2001:db8:1:3::9", NULL);
  check_peer (proxies, "::1", NULL);

  /* Somebody who is no proxy of ours says what he likes. */
  check (proxies, "192.0.2.7", "198.51.100.1", NULL, "192.0.2.7");
  check (proxies, "192.0.2.7", NULL, "for=198.51.100.1", "192.0.2.7");

  check (proxies, "10.1.2.3", "198.51.100.1", NULL, "198.51.100.1");
  check (proxies, "127.0.0.1", "198.51.100.1", NULL, "198.51.100.1");
  check (proxies, "::ffff:10.1.2.3", "198.51.100.1:4711", NULL, "198.51.100.1");
  check (proxies, "10.1.2.3", "2001:db8:2:3::9", NULL, "2001:db8:2:3::/64");
  check (proxies, "10.1.2.3", "[2001:db8:2:3::9]:80", NULL, "2001:db8:2:3::/64");
  /* The last that no believed proxy wrote counts, whatever stands before it. */
  check (proxies, "10.1.2.3", "203.0.113.5, 198.51.100.1, 10.1.9.9", NULL, "198.51.100.1");
  check (proxies, "10.1.2.3", "10.1.4.4, 198.51.100.1", NULL, "198.51.100.1");
  check (proxies, "10.1.2.3", "unknown", NULL, "10.1.2.3");
  check (proxies, "10.1.2.3", "", NULL, "10.1.2.3");
  check (proxies, "10.1.2.3", NULL, "for=198.51.100.1;proto=https", "198.51.100.1");
  check (proxies, "10.1.2.3", NULL, "for=1.2.3.4, For=\"[2001:db8:2:3::9]:80\";by=10.1.2.3",
         "2001:db8:2:3::/64");
  check (proxies, "10.1.2.3", NULL, "proto=https", "10.1.2.3");
  check (proxies, "10.1.2.3", NULL, "for=_hidden", "10.1.2.3");

  g_assert_null (broker_proxies_find_client (proxies, proxy, "1.2.3.4", "for=5.6.7.8", &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA);
  g_clear_error (&error);
  g_assert_null (broker_proxies_new (wrong, &error));
  g_assert_nonnull (error);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/broker/quota/bucket", test_bucket);
  g_test_add_func ("/broker/quota/quota", test_quota);
  g_test_add_func ("/broker/quota/no-limit", test_no_limit);
  g_test_add_func ("/broker/quota/many-keys", test_many_keys);
  g_test_add_func ("/broker/quota/proxies", test_proxies);
  return g_test_run ();
}
