/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * wsload - load generator for one-to-many message brokers.
 *
 * One thread, one epoll set, raw sockets, no libraries.  It opens N subscriber
 * connections, publishes JSON events through one or more publisher
 * connections, checks that every subscriber gets every event exactly once (and
 * in order, where one connection publishes), and reports
 *
 *   connect  connections per second until subscribed, server memory per client
 *   seq      one event at a time: time until the first / last client has it
 *   burst    up to W events in flight: deliveries per second
 *   rate     R events per second, open loop: latency percentiles, each counted
 *            from the moment the event was due (no coordinated omission)
 *
 * and, with -p PID, the processor seconds (user + system) that the server and
 * this program each spent per million deliveries, for every phase.
 *
 * Build:   gcc -O2 -Wall -o wsload wsload.c
 *
 * Use:     wsload -n 1000 -p $(pidof broker)                    # ws + HTTP POST
 *          wsload -m mqtt -a 127.0.0.1:1883 -n 1000 -p PID      # mosquitto
 *          wsload -m nats -a 127.0.0.1:4222 -n 1000 -p PID      # nats-server
 *          wsload -m mqtt-ws -a 127.0.0.1:9001 -u / -A 127.0.0.1:1883 ...
 *          wsload -m nats-ws -a 127.0.0.1:8080 -u / -A 127.0.0.1:4222 ...
 *          wsload -P ws ...         # publish as WebSocket messages, not POSTs
 *          wsload -h                # every option
 *
 * The last line of output is one JSON object with all figures.  The exit
 * status is 0 only if nothing was lost, repeated or out of order.
 *
 * Subscriber protocols: ws (RFC 6455, one event = one message), mqtt (3.1.1,
 * QoS 0), nats (text protocol), sio (Socket.IO v4 over WebSocket), and mqtt
 * and nats inside WebSocket.  Frames must not be fragmented or compressed.
 *
 * The limits of open files apply to both sides: ulimit -n 20000 gives N=10000.
 * By default the generator spins (-B makes it block): a sleeping receiver makes
 * every send() of the server pay for a wake-up, which a remote client would not.
 */
#include <arpa/inet.h>
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum proto { RAW, MQTT, NATS, SIO };            /* what one message is */
enum pubkind { PUB_HTTP, PUB_WS, PUB_MQTT, PUB_NATS };
enum state { CONNECTING, UPGRADING, GREETING, READY, DEAD };

static struct {
    enum proto proto;
    bool ws;                                    /* wrapped in WebSocket frames */
    enum pubkind pub;
    struct sockaddr_in sub_addr, pub_addr;
    const char *sub_path, *pub_path, *label;
    int clients, publishers, size, window, concurrent;
    int seq_count, burst_count;
    double rate, rate_secs, timeout, gap;
    int pid;
    bool block, deflate;
} opt = {
    .ws = true, .sub_path = "/ws", .pub_path = "/broadcast", .label = "",
    .clients = 100, .publishers = 1, .size = 300, .window = 16, .concurrent = 64,
    .seq_count = -1, .burst_count = -1, .rate = 0, .rate_secs = 5, .timeout = 60,
};

struct bytes { uint8_t *p; uint32_t len, cap; };

struct conn {
    int fd;
    uint8_t state, publisher, busy;
    uint32_t last;                              /* newest event seen */
    uint64_t seen;                              /* bit i: event last - i too */
    struct bytes raw, inner;                    /* unparsed rests */
};

struct event { uint64_t due, first, last; int got; };

static int ep;
static struct conn *subs, *pubs;
static int live, ready, dead;
static struct event *events;
static uint32_t issued, completed, base, capacity;
static uint64_t delivered, lost, repeated, disordered, failures;
static bool sample_latency;
static uint8_t rbuf[256 * 1024];

/* ---- small things ------------------------------------------------------- */

static uint64_t now_ns(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000ull + t.tv_nsec;
}

static void die(const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    fputs("wsload: ", stderr);
    vfprintf(stderr, fmt, ap);
    fputc('\n', stderr);
    va_end(ap);
    exit(2);
}

static void bytes_add(struct bytes *b, const uint8_t *p, size_t n)
{
    if (b->len + n > b->cap) {
        b->cap = (b->len + n) * 2;
        b->p = realloc(b->p, b->cap);
        if (!b->p)
            die("out of memory");
    }
    memcpy(b->p + b->len, p, n);
    b->len += n;
}

/* Histogram: 64 buckets per power of two, so within 1.6 %. */
#define HSUB 64
static uint64_t hist[64 * HSUB], hist_n, hist_max;

static void hist_add(uint64_t v)
{
    int e = v < HSUB ? 0 : 63 - __builtin_clzll(v) - 5;
    hist[e * HSUB + (v >> e)]++;
    hist_n++;
    if (v > hist_max)
        hist_max = v;
}

static double hist_us(double q)
{
    uint64_t want = (uint64_t)(q * hist_n), seen = 0;
    if (want >= hist_n)
        want = hist_n ? hist_n - 1 : 0;
    for (size_t i = 0; i < sizeof hist / sizeof *hist; i++) {
        seen += hist[i];
        if (seen > want) {
            int e = i / HSUB;
            uint64_t v = (uint64_t)(i % HSUB) << e;
            return v / 1e3;
        }
    }
    return 0;
}

static int cmp_u64(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

/* ---- what the server costs ---------------------------------------------- */

struct cost { double cpu, user, sys, own; };

static struct cost cost_now(void)
{
    struct cost c = { 0 };
    struct rusage ru;
    getrusage(RUSAGE_SELF, &ru);
    c.own = ru.ru_utime.tv_sec + ru.ru_stime.tv_sec +
            (ru.ru_utime.tv_usec + ru.ru_stime.tv_usec) / 1e6;
    if (!opt.pid)
        return c;
    char path[64], buf[1024];
    snprintf(path, sizeof path, "/proc/%d/stat", opt.pid);
    FILE *f = fopen(path, "r");
    if (!f)
        return c;
    size_t n = fread(buf, 1, sizeof buf - 1, f);
    fclose(f);
    buf[n] = 0;
    char *p = strrchr(buf, ')');
    unsigned long ut = 0, st = 0;
    if (p)
        sscanf(p + 2, "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &ut, &st);
    double hz = sysconf(_SC_CLK_TCK);
    c.user = ut / hz;
    c.sys = st / hz;
    c.cpu = c.user + c.sys;
    /* the same total to the nanosecond, where every thread still lives */
    snprintf(path, sizeof path, "/proc/%d/task", opt.pid);
    DIR *d = opendir(path);
    if (d) {
        double sum = 0;
        struct dirent *e;
        while ((e = readdir(d))) {
            char q[400];
            unsigned long long ns = 0;
            if (e->d_name[0] == '.')
                continue;
            snprintf(q, sizeof q, "%s/%s/schedstat", path, e->d_name);
            if ((f = fopen(q, "r"))) {
                if (fscanf(f, "%llu", &ns) == 1)
                    sum += ns / 1e9;
                fclose(f);
            }
        }
        closedir(d);
        if (sum > 0)
            c.cpu = sum;
    }
    return c;
}

static long rss_kb(void)
{
    char path[64], line[256];
    long kb = 0;
    snprintf(path, sizeof path, "/proc/%d/status", opt.pid);
    FILE *f = opt.pid ? fopen(path, "r") : NULL;
    if (!f)
        return 0;
    while (fgets(line, sizeof line, f))
        if (sscanf(line, "VmRSS: %ld", &kb) == 1)
            break;
    fclose(f);
    return kb;
}

/* ---- writing ------------------------------------------------------------ */

static void send_all(struct conn *c, const void *data, size_t n)
{
    const uint8_t *p = data;
    while (n && c->state != DEAD) {
        ssize_t k = send(c->fd, p, n, MSG_NOSIGNAL);
        if (k > 0) {
            p += k;
            n -= k;
        } else if (errno == EAGAIN) {
            struct pollfd pf = { .fd = c->fd, .events = POLLOUT };
            poll(&pf, 1, 1000);
        } else if (errno != EINTR) {
            failures++;
            return;
        }
    }
}

/* A masked client frame (mask 0: the bytes go as they are). */
static void send_frame(struct conn *c, int opcode, const void *data, size_t n)
{
    uint8_t b[70000], *h = b;
    if (n > 65535)
        die("frame too long");
    *h++ = 0x80 | opcode;
    if (n < 126) {
        *h++ = 0x80 | n;
    } else {
        *h++ = 0x80 | 126;
        *h++ = n >> 8;
        *h++ = n;
    }
    memset(h, 0, 4);
    memcpy(h + 4, data, n);
    send_all(c, b, h + 4 + n - b);
}

static void send_message(struct conn *c, int opcode, const void *data, size_t n)
{
    if (c->publisher ? opt.pub == PUB_WS : opt.ws)
        send_frame(c, opcode, data, n);
    else
        send_all(c, data, n);
}

static size_t event_json(char *out, uint32_t id)
{
    int n = sprintf(out, "{\"seq\":\"%010u\",\"tipo\":\"notification\",\"title\":"
                    "\"Build finished\",\"urgency\":1,\"body\":\"", id);
    while (n < opt.size - 2)
        out[n] = "the quick brown fox jumps over the lazy dog "[n % 44], n++;
    memcpy(out + n, "\"}", 3);
    return n + 2;
}

static void publish(struct conn *c, uint32_t id)
{
    static char b[70000], json[66000];
    size_t n = event_json(json, id), k;
    switch (opt.pub) {
    case PUB_HTTP:
        k = sprintf(b, "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\n"
                    "Content-Length: %zu\r\n\r\n", opt.pub_path,
                    inet_ntoa(opt.pub_addr.sin_addr), n);
        memcpy(b + k, json, n);
        c->busy = 1;
        send_all(c, b, k + n);
        break;
    case PUB_WS:
        send_frame(c, 1, json, n);
        break;
    case PUB_MQTT: {
        uint8_t *h = (uint8_t *)b;
        size_t rem = 2 + 1 + n;
        *h++ = 0x30;
        do {
            *h = rem & 127;
            rem >>= 7;
            *h++ |= rem ? 128 : 0;
        } while (rem);
        *h++ = 0, *h++ = 1, *h++ = 'e';
        memcpy(h, json, n);
        send_all(c, b, (char *)h + n - b);
        break;
    }
    case PUB_NATS:
        k = sprintf(b, "PUB e %zu\r\n", n);
        memcpy(b + k, json, n);
        memcpy(b + k + n, "\r\n", 2);
        send_all(c, b, k + n + 2);
        break;
    }
}

/* ---- reading ------------------------------------------------------------ */

static void conn_dead(struct conn *c)
{
    if (c->state == DEAD)
        return;
    if (c->state == READY && !c->publisher)
        ready--;
    c->state = DEAD;
    close(c->fd);
    c->fd = -1;
    dead++;
    live--;
}

static void conn_ready(struct conn *c)
{
    c->state = READY;
    ready++;
}

static void count(struct conn *c, uint32_t id);

/* One delivered event. */
static void deliver(struct conn *c, const uint8_t *p, size_t n)
{
    const uint8_t *s, *end = p + n;
    if (n > 18 && !memcmp(p, "{\"seq\":\"", 8))
        s = p + 8;
    else if ((s = memmem(p, n, "seq", 3)))
        while (s < end && !isdigit(*s))
            s++;
    if (!s || s + 10 > end) {
        failures++;
        return;
    }
    uint32_t id = 0;
    for (int i = 0; i < 10; i++)
        id = id * 10 + (s[i] - '0');
    count(c, id);
}

static void count(struct conn *c, uint32_t id)
{
    uint32_t behind = c->last - id;
    if (id > c->last) {
        behind = id - c->last;
        c->seen = (behind < 64 ? c->seen << behind : 0) | 1;
        c->last = id;
    } else if (behind > 63 || c->seen >> behind & 1) {
        repeated++;
        return;
    } else {                                    /* fine between two publishers */
        c->seen |= 1ull << behind;
        if (opt.publishers == 1)
            disordered++;
    }
    delivered++;
    if (id <= base || id > issued)
        return;
    struct event *e = &events[id - base - 1];
    uint64_t t = now_ns();
    if (!e->got)
        e->first = t;
    if (sample_latency)
        hist_add(t > e->due ? t - e->due : 0);
    if (++e->got == opt.clients) {
        e->last = t;
        completed++;
    }
}

static void greet(struct conn *c)
{
    char b[256];
    uint8_t m[64];
    int n, id = c->publisher ? 100000 + (int)(c - pubs) : (int)(c - subs);
    enum proto proto = c->publisher ? (opt.pub == PUB_MQTT ? MQTT : opt.pub == PUB_NATS ? NATS : RAW)
                                    : opt.proto;
    c->state = GREETING;
    switch (proto) {
    case RAW:
        conn_ready(c);
        break;
    case SIO:                                   /* wait for the open packet */
        break;
    case MQTT:
        n = sprintf(b, "w%d", id);
        m[0] = 0x10, m[1] = 10 + 2 + n;
        memcpy(m + 2, "\0\4MQTT\4\2\0\0", 10);
        m[12] = 0, m[13] = n;
        memcpy(m + 14, b, n);
        n += 14;
        if (!c->publisher) {
            memcpy(m + n, "\x82\6\0\1\0\1e\0", 8);
            n += 8;
        }
        send_message(c, 2, m, n);
        break;
    case NATS:
        n = sprintf(b, "CONNECT {\"verbose\":false,\"pedantic\":false,\"lang\":\"c\","
                    "\"version\":\"1\",\"protocol\":1,\"echo\":true}\r\n%sPING\r\n",
                    c->publisher ? "" : "SUB e 1\r\n");
        send_message(c, 2, b, n);
        break;
    }
}

/* Each parser takes what is complete and says how many bytes that was. */

static size_t parse_mqtt(struct conn *c, const uint8_t *p, size_t n)
{
    size_t at = 0;
    while (n - at >= 2) {
        const uint8_t *q = p + at;
        size_t len = 0, h = 1;
        int shift = 0;
        bool more = true;
        while (more && h < n - at && h < 5) {
            len |= (size_t)(q[h] & 127) << shift;
            more = q[h++] & 128;
            shift += 7;
        }
        if (more || n - at < h + len)
            break;
        switch (q[0] >> 4) {
        case 2:                                 /* CONNACK */
            if (q[h + 1])
                failures++;
            if (c->publisher && c->state == GREETING)
                conn_ready(c);
            break;
        case 9:                                 /* SUBACK */
            if (c->state == GREETING)
                conn_ready(c);
            break;
        case 3: {
            size_t t = 2 + (q[h] << 8 | q[h + 1]);
            deliver(c, q + h + t, len - t);
            break;
        }
        }
        at += h + len;
    }
    return at;
}

static size_t parse_nats(struct conn *c, const uint8_t *p, size_t n)
{
    size_t at = 0;
    while (at < n) {
        const uint8_t *q = p + at, *nl = memchr(q, '\n', n - at);
        if (!nl)
            break;
        size_t line = nl + 1 - q;
        if (!memcmp(q, "MSG ", 4)) {
            const uint8_t *d = nl - 1;
            while (d[-1] != ' ')
                d--;
            size_t len = strtoul((const char *)d, NULL, 10);
            if (n - at < line + len + 2)
                break;
            deliver(c, q + line, len);
            at += line + len + 2;
            continue;
        }
        if (!memcmp(q, "PING", 4))
            send_message(c, 2, "PONG\r\n", 6);
        else if (!memcmp(q, "PONG", 4) && c->state == GREETING)
            conn_ready(c);
        else if (!memcmp(q, "-ERR", 4))
            failures++;
        at += line;
    }
    return at;
}

static size_t parse_sio(struct conn *c, const uint8_t *p, size_t n)
{
    if (n && p[0] == '0')
        send_frame(c, 1, "40", 2);
    else if (n && p[0] == '2')
        send_frame(c, 1, "3", 1);
    else if (n > 1 && p[0] == '4' && p[1] == '0' && c->state == GREETING)
        conn_ready(c);
    else if (n > 1 && p[0] == '4' && p[1] == '2')
        deliver(c, p, n);
    return n;
}

static size_t parse_proto(struct conn *c, const uint8_t *p, size_t n)
{
    enum proto proto = c->publisher ? (opt.pub == PUB_MQTT ? MQTT : NATS) : opt.proto;
    switch (proto) {
    case MQTT: return parse_mqtt(c, p, n);
    case NATS: return parse_nats(c, p, n);
    case SIO:  return parse_sio(c, p, n);
    default:   deliver(c, p, n); return n;
    }
}

typedef size_t parser(struct conn *, const uint8_t *, size_t);

static void feed(struct conn *c, struct bytes *rest, parser *parse, const uint8_t *p, size_t n)
{
    size_t used;
    if (rest->len) {
        bytes_add(rest, p, n);
        used = parse(c, rest->p, rest->len);
        rest->len -= used;
        memmove(rest->p, rest->p + used, rest->len);
    } else {
        used = parse(c, p, n);
        if (used < n)
            bytes_add(rest, p + used, n - used);
    }
}

static size_t parse_frames(struct conn *c, const uint8_t *p, size_t n)
{
    size_t at = 0;
    while (n - at >= 2 && c->state != DEAD) {
        const uint8_t *q = p + at;
        size_t h = 2, len = q[1] & 127;
        if (len == 126) {
            h = 4;
            len = q[2] << 8 | q[3];
        } else if (len == 127) {
            h = 10;
            len = 0;
            for (int i = 2; i < 10; i++)
                len = len << 8 | q[i];
        }
        if (n - at < h || n - at - h < len)
            break;
        switch (q[0] & 15) {
        case 0: case 1: case 2:
            if (opt.deflate && q[0] == 0xc1) {  /* compressed: take it as the next one */
                count(c, c->last < base ? base + 1 : c->last + 1);
                break;
            }
            if (!(q[0] & 0x80) || (q[0] & 0x70) || !(q[0] & 15))
                failures++;                     /* fragmented or compressed */
            if (c->publisher)
                break;
            if (opt.proto == RAW || opt.proto == SIO)
                parse_proto(c, q + h, len);
            else
                feed(c, &c->inner, parse_proto, q + h, len);
            break;
        case 8:
            conn_dead(c);
            break;
        case 9:
            send_frame(c, 10, q + h, len);
            break;
        }
        at += h + len;
    }
    return at;
}

static size_t parse_upgrade(struct conn *c, const uint8_t *p, size_t n)
{
    const uint8_t *e = memmem(p, n, "\r\n\r\n", 4);
    if (!e)
        return 0;
    if (n < 12 || memcmp(p, "HTTP/1.1 101", 12) ||
        !memmem(p, e - p, "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=", 28)) {
        failures++;
        conn_dead(c);
        return n;
    }
    greet(c);
    size_t used = e + 4 - p;
    return used + parse_frames(c, p + used, n - used);
}

static size_t parse_http(struct conn *c, const uint8_t *p, size_t n)
{
    const uint8_t *e = memmem(p, n, "\r\n\r\n", 4);
    if (!e)
        return 0;
    size_t head = e + 4 - p, len = 0;
    bool chunked = false;
    for (const uint8_t *q = p; q < e; q++) {
        if (*q != '\n')
            continue;
        if (!strncasecmp((const char *)q + 1, "content-length:", 15))
            len = strtoul((const char *)q + 16, NULL, 10);
        else if (!strncasecmp((const char *)q + 1, "transfer-encoding:", 18))
            chunked = true;
    }
    if (chunked) {
        const uint8_t *z = memmem(p + head, n - head, "0\r\n\r\n", 5);
        if (!z)
            return 0;
        len = z + 5 - (p + head);
    }
    if (n < head + len)
        return 0;
    if (p[9] != '2')
        failures++;
    c->busy = 0;
    return head + len;
}

static size_t parse(struct conn *c, const uint8_t *p, size_t n)
{
    if (c->state == UPGRADING)
        return parse_upgrade(c, p, n);
    if (c->publisher ? opt.pub == PUB_WS : opt.ws)
        return parse_frames(c, p, n);
    if (c->publisher && opt.pub == PUB_HTTP)
        return parse_http(c, p, n);
    return parse_proto(c, p, n);
}

/* ---- connections -------------------------------------------------------- */

static void conn_open(struct conn *c)
{
    struct sockaddr_in *a = c->publisher ? &opt.pub_addr : &opt.sub_addr;
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (c->fd < 0)
        die("socket: %s", strerror(errno));
    int one = 1;
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    c->state = CONNECTING;
    live++;
    if (connect(c->fd, (struct sockaddr *)a, sizeof *a) < 0 && errno != EINPROGRESS)
        die("connect: %s", strerror(errno));
    struct epoll_event ev = { .events = EPOLLIN | EPOLLOUT | EPOLLET | EPOLLRDHUP,
                              .data.ptr = c };
    epoll_ctl(ep, EPOLL_CTL_ADD, c->fd, &ev);
}

static void conn_connected(struct conn *c)
{
    bool ws = c->publisher ? opt.pub == PUB_WS : opt.ws;
    struct epoll_event ev = { .events = EPOLLIN | EPOLLET | EPOLLRDHUP, .data.ptr = c };
    epoll_ctl(ep, EPOLL_CTL_MOD, c->fd, &ev);
    if (!ws) {
        if (c->publisher && opt.pub == PUB_HTTP)
            conn_ready(c);
        else
            greet(c);
        return;
    }
    char b[1024];
    int n = snprintf(b, sizeof b,
                     "GET %s HTTP/1.1\r\nHost: %s:%d\r\nUpgrade: websocket\r\n"
                     "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                     "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n%s%s\r\n",
                     c->publisher ? opt.pub_path : opt.sub_path,
                     inet_ntoa(opt.sub_addr.sin_addr), ntohs(opt.sub_addr.sin_port),
                     !c->publisher && opt.proto == MQTT ? "Sec-WebSocket-Protocol: mqtt\r\n" : "",
                     opt.deflate && !c->publisher ?
                     "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n" : "");
    c->state = UPGRADING;
    send_all(c, b, n);
}

static void conn_event(struct conn *c, uint32_t ev)
{
    if (c->state == DEAD)
        return;
    if (c->state == CONNECTING) {
        int err = 0;
        socklen_t l = sizeof err;
        if (!(ev & (EPOLLOUT | EPOLLERR | EPOLLHUP)))
            return;
        getsockopt(c->fd, SOL_SOCKET, SO_ERROR, &err, &l);
        if (err) {
            failures++;
            conn_dead(c);
            return;
        }
        conn_connected(c);
        if (!(ev & EPOLLIN))
            return;
    }
    if (!(ev & (EPOLLIN | EPOLLRDHUP | EPOLLHUP | EPOLLERR)))
        return;
    for (;;) {
        ssize_t n = recv(c->fd, rbuf, sizeof rbuf, 0);
        if (n > 0) {
            feed(c, &c->raw, parse, rbuf, n);
            if (c->state == DEAD)
                return;
            if ((size_t)n < sizeof rbuf && !(ev & (EPOLLRDHUP | EPOLLHUP)))
                return;
        } else if (n < 0 && errno == EAGAIN) {
            return;
        } else if (n < 0 && errno == EINTR) {
            continue;
        } else {
            conn_dead(c);
            return;
        }
    }
}

static void turn(int64_t wait_ns)
{
    static struct epoll_event ev[512];
    int n;
    if (!opt.block)
        wait_ns = 0;
    if (wait_ns < 0)
        wait_ns = 0;
    struct timespec ts = { wait_ns / 1000000000, wait_ns % 1000000000 };
    n = epoll_pwait2(ep, ev, 512, &ts, NULL);
    for (int i = 0; i < n; i++)
        conn_event(ev[i].data.ptr, ev[i].events);
}

static void idle(double secs)
{
    uint64_t end = now_ns() + (uint64_t)(secs * 1e9);
    bool b = opt.block;
    opt.block = true;
    while (now_ns() < end)
        turn(5000000);
    opt.block = b;
}

/* ---- phases ------------------------------------------------------------- */

struct result {
    int count, window;
    double secs, rate, target;
    uint64_t deliveries;
    struct cost cost;
    double first_ms, last_ms, last95_ms, p50, p99, p999, max;
    bool complete;
};

static bool publishers_alive(void)
{
    for (int i = 0; i < opt.publishers; i++)
        if (pubs[i].state == DEAD)
            return false;
    return true;
}

static struct conn *idle_publisher(void)
{
    static int at;
    for (int i = 0; i < opt.publishers; i++) {
        struct conn *c = &pubs[(at + i) % opt.publishers];
        if (!c->busy && c->state == READY) {
            at = (at + i + 1) % opt.publishers;
            return c;
        }
    }
    return NULL;
}

static struct result run_phase(int count, int window, double rate)
{
    struct result r = { .count = count, .window = window, .target = rate };
    if (count <= 0)
        return r;
    if ((uint32_t)count > capacity) {
        capacity = count;
        events = realloc(events, capacity * sizeof *events);
    }
    memset(events, 0, count * sizeof *events);
    base = issued;
    completed = 0;
    memset(hist, 0, sizeof hist);
    hist_n = hist_max = 0;
    sample_latency = rate > 0;
    uint64_t before = delivered, give_up, t0, next;
    struct cost c0 = cost_now();
    t0 = now_ns();
    give_up = t0 + (uint64_t)(opt.timeout * 1e9);
    next = t0;
    while (completed < (uint32_t)count) {
        uint64_t t = now_ns();
        int64_t wait = 100000000;
        if (t > give_up || !ready || !publishers_alive())
            break;
        while (issued - base < (uint32_t)count) {
            struct conn *p;
            if (rate > 0 || opt.gap > 0)
                if (t < next) {
                    wait = next - t;
                    break;
                }
            if (rate <= 0 && issued - base - completed >= (uint32_t)window)
                break;
            if (!(p = idle_publisher()))
                break;
            t = now_ns();
            events[issued - base].due = rate > 0 ? next : t;
            issued++;
            publish(p, issued);
            if (rate > 0)
                next = t0 + (uint64_t)((issued - base) * 1e9 / rate);
            else if (opt.gap > 0)
                next = t + (uint64_t)(opt.gap * 1e9);
        }
        turn(wait);
    }
    uint64_t t1 = now_ns();
    struct cost c1 = cost_now();
    for (int i = 0; i < opt.publishers; i++)    /* the last answers */
        while (pubs[i].busy && now_ns() < t1 + 1000000000ull)
            turn(1000000);
    r.complete = completed == (uint32_t)count;
    r.deliveries = delivered - before;
    if (!r.complete)
        lost += (uint64_t)(issued - base) * opt.clients - r.deliveries;
    r.secs = (t1 - t0) / 1e9;
    r.rate = r.deliveries / r.secs;
    double m = r.deliveries ? 1e6 / r.deliveries : 0;
    r.cost = (struct cost){ (c1.cpu - c0.cpu) * m, (c1.user - c0.user) * m,
                            (c1.sys - c0.sys) * m, (c1.own - c0.own) * m };
    uint64_t *v = malloc(count * sizeof *v);
    int n = 0;
    for (int i = 0; i < count; i++)
        if (events[i].last)
            v[n++] = events[i].last - events[i].due;
    qsort(v, n, sizeof *v, cmp_u64);
    if (n) {
        r.last_ms = v[n / 2] / 1e6;
        r.last95_ms = v[n * 95 / 100] / 1e6;
    }
    n = 0;
    for (int i = 0; i < count; i++)
        if (events[i].last)
            v[n++] = events[i].first - events[i].due;
    qsort(v, n, sizeof *v, cmp_u64);
    if (n)
        r.first_ms = v[n / 2] / 1e6;
    free(v);
    if (rate > 0) {
        r.p50 = hist_us(.5), r.p99 = hist_us(.99), r.p999 = hist_us(.999);
        r.max = hist_max / 1e3;
    }
    return r;
}

static void show(const char *name, struct result *r)
{
    if (!r->count)
        return;
    printf("%-6s %d events x %d%s: %.0f deliveries/s, server %.2f CPU-s/M (%.2f user %.2f sys), "
           "generator %.2f\n", name, r->count, opt.clients, r->complete ? "" : " INCOMPLETE", r->rate,
           r->cost.cpu, r->cost.user, r->cost.sys, r->cost.own);
    printf("       event -> first client %.3f ms, last client %.3f ms (p95 %.3f)\n",
           r->first_ms, r->last_ms, r->last95_ms);
    if (r->target > 0)
        printf("       at %.0f events/s: p50 %.0f p99 %.0f p99.9 %.0f max %.0f us\n",
               r->target, r->p50, r->p99, r->p999, r->max);
}

static void json(const char *name, struct result *r)
{
    if (!r->count)
        return;
    printf(",\"%s\":{\"events\":%d,\"window\":%d,\"complete\":%s,\"per_s\":%.0f,\"cpu\":%.4f,"
           "\"user\":%.4f,\"sys\":%.4f,\"gen_cpu\":%.4f,\"first_ms\":%.4f,\"last_ms\":%.4f,"
           "\"last95_ms\":%.4f",
           name, r->count, r->window, r->complete ? "true" : "false", r->rate, r->cost.cpu,
           r->cost.user, r->cost.sys, r->cost.own, r->first_ms, r->last_ms, r->last95_ms);
    if (r->target > 0)
        printf(",\"rate\":%.1f,\"p50\":%.1f,\"p99\":%.1f,\"p999\":%.1f,\"max\":%.1f",
               r->target, r->p50, r->p99, r->p999, r->max);
    printf("}");
}

/* ---- main --------------------------------------------------------------- */

static struct sockaddr_in address(const char *s)
{
    struct sockaddr_in a = { .sin_family = AF_INET };
    char host[64];
    const char *colon = strrchr(s, ':');
    if (!colon || colon - s >= (long)sizeof host)
        die("address must be IP:PORT: %s", s);
    memcpy(host, s, colon - s);
    host[colon - s] = 0;
    a.sin_port = htons(atoi(colon + 1));
    if (inet_pton(AF_INET, host, &a.sin_addr) != 1)
        die("not an IPv4 address: %s", host);
    return a;
}

static void usage(void)
{
    puts("usage: wsload [options]\n"
         "  -m MODE   subscribers speak ws, mqtt, nats, mqtt-ws, nats-ws or sio (ws)\n"
         "  -a A:P    subscribers' address (127.0.0.1:8765)\n"
         "  -u PATH   WebSocket path of subscribers (/ws)\n"
         "  -P KIND   publish by http, ws, mqtt or nats (by mode)\n"
         "  -A A:P    publishers' address (the subscribers')\n"
         "  -U PATH   path of the POST or of the publishers' WebSocket (/broadcast)\n"
         "  -n N      subscribers (100)\n"
         "  -k K      publisher connections (1)\n"
         "  -s BYTES  size of an event (300)\n"
         "  -C N      connects in progress at once (64)\n"
         "  -1 COUNT  events of the seq phase (about 200000 deliveries)\n"
         "  -g MS     pause between events of the seq phase (0)\n"
         "  -b COUNT  events of the burst phase (about 1000000 deliveries)\n"
         "  -w W      events in flight in the burst phase (16)\n"
         "  -r RATE   events per second of the rate phase (none)\n"
         "  -t SECS   length of the rate phase (5)\n"
         "  -T SECS   give a phase up after (60)\n"
         "  -p PID    the server's process\n"
         "  -z        offer permessage-deflate, as browsers do (compressed events are only counted)\n"
         "  -B        block while waiting instead of spinning\n"
         "  -l LABEL  name for the JSON line");
    exit(0);
}

int main(int argc, char **argv)
{
    const char *sub = "127.0.0.1:8765", *pub = NULL, *mode = "ws", *kind = NULL;
    double gap_ms = 0;
    int o;
    while ((o = getopt(argc, argv, "m:a:u:P:A:U:n:k:s:C:1:g:b:w:r:t:T:p:zBl:h")) != -1)
        switch (o) {
        case 'm': mode = optarg; break;
        case 'a': sub = optarg; break;
        case 'u': opt.sub_path = optarg; break;
        case 'P': kind = optarg; break;
        case 'A': pub = optarg; break;
        case 'U': opt.pub_path = optarg; break;
        case 'n': opt.clients = atoi(optarg); break;
        case 'k': opt.publishers = atoi(optarg); break;
        case 's': opt.size = atoi(optarg); break;
        case 'C': opt.concurrent = atoi(optarg); break;
        case '1': opt.seq_count = atoi(optarg); break;
        case 'g': gap_ms = atof(optarg); break;
        case 'b': opt.burst_count = atoi(optarg); break;
        case 'w': opt.window = atoi(optarg); break;
        case 'r': opt.rate = atof(optarg); break;
        case 't': opt.rate_secs = atof(optarg); break;
        case 'T': opt.timeout = atof(optarg); break;
        case 'p': opt.pid = atoi(optarg); break;
        case 'z': opt.deflate = true; break;
        case 'B': opt.block = true; break;
        case 'l': opt.label = optarg; break;
        case 'h': usage(); break;
        default: return 2;
        }
    if (!strcmp(mode, "ws")) opt.proto = RAW;
    else if (!strcmp(mode, "sio")) opt.proto = SIO;
    else if (!strncmp(mode, "mqtt", 4)) opt.proto = MQTT, opt.ws = mode[4];
    else if (!strncmp(mode, "nats", 4)) opt.proto = NATS, opt.ws = mode[4];
    else die("unknown mode %s", mode);
    opt.pub = opt.proto == MQTT ? PUB_MQTT : opt.proto == NATS ? PUB_NATS : PUB_HTTP;
    if (kind)
        opt.pub = !strcmp(kind, "http") ? PUB_HTTP : !strcmp(kind, "ws") ? PUB_WS :
                  !strcmp(kind, "mqtt") ? PUB_MQTT : PUB_NATS;
    opt.sub_addr = address(sub);
    opt.pub_addr = address(pub ? pub : sub);
    if (opt.size < 120 || opt.size > 65000 || opt.clients < 1 || opt.publishers < 1)
        die("bad -s, -n or -k");
    if (opt.seq_count < 0) {
        opt.seq_count = 200000 / opt.clients;
        opt.seq_count = opt.seq_count < 20 ? 20 : opt.seq_count > 2000 ? 2000 : opt.seq_count;
    }
    if (opt.burst_count < 0) {
        opt.burst_count = 1000000 / opt.clients;
        opt.burst_count = opt.burst_count < 64 ? 64 : opt.burst_count > 20000 ? 20000 : opt.burst_count;
    }
    struct rlimit rl;
    getrlimit(RLIMIT_NOFILE, &rl);
    rl.rlim_cur = rl.rlim_max;
    setrlimit(RLIMIT_NOFILE, &rl);
    if ((rlim_t)(opt.clients + opt.publishers + 16) > rl.rlim_cur)
        die("%d clients need more open files than %lu", opt.clients, (unsigned long)rl.rlim_cur);
    signal(SIGPIPE, SIG_IGN);
    setvbuf(stdout, NULL, _IOLBF, 0);
    ep = epoll_create1(EPOLL_CLOEXEC);
    subs = calloc(opt.clients, sizeof *subs);
    pubs = calloc(opt.publishers, sizeof *pubs);

    /* connect */
    long rss0 = rss_kb();
    struct cost c0 = cost_now();
    uint64_t t0 = now_ns(), worst = 0, stall = t0;
    int opened = 0, was = 0;
    while (ready < opt.clients) {
        while (opened < opt.clients && opened - ready - dead < opt.concurrent)
            conn_open(&subs[opened++]);
        turn(10000000);
        uint64_t t = now_ns();
        if (ready != was) {
            worst = t - stall > worst ? t - stall : worst;
            stall = t;
            was = ready;
        }
        if (t - t0 > opt.timeout * 1e9 || dead)
            die("connected %d of %d, %d closed", ready, opt.clients, dead);
    }
    uint64_t t1 = now_ns();
    struct cost c1 = cost_now();
    for (int i = 0; i < opt.publishers; i++) {
        pubs[i].publisher = 1;
        conn_open(&pubs[i]);
        while (pubs[i].state != READY) {
            turn(10000000);
            if (pubs[i].state == DEAD || now_ns() - t1 > opt.timeout * 1e9)
                die("publisher could not connect");
        }
        ready--;
    }
    idle(0.3);
    long rss1 = rss_kb();
    double csecs = (t1 - t0) / 1e9;
    printf("connect %d clients in %.3f s = %.0f/s (longest stall %.0f ms), server %.1f CPU-us each, "
           "RSS %ld -> %ld KiB = %.2f KiB each\n", opt.clients, csecs, opt.clients / csecs, worst / 1e6,
           (c1.cpu - c0.cpu) * 1e6 / opt.clients, rss0, rss1, (rss1 - rss0) / (double)opt.clients);

    /* warm up, then the phases */
    int warm = 20000 / opt.clients;
    double gap = gap_ms / 1e3;
    run_phase(warm < 3 ? 3 : warm > 200 ? 200 : warm, 1, 0);
    opt.gap = gap;
    struct result seq = run_phase(opt.seq_count, 1, 0);
    show("seq", &seq);
    opt.gap = 0;
    struct result burst = run_phase(opt.burst_count, opt.window, 0);
    show("burst", &burst);
    struct result rate = { 0 };
    if (opt.rate > 0) {
        idle(0.2);
        rate = run_phase((int)(opt.rate * opt.rate_secs), 0, opt.rate);
        show("rate", &rate);
    }
    long rss2 = rss_kb();
    bool good = !lost && !repeated && !disordered && !failures && !dead && seq.complete + !seq.count &&
                burst.complete + !burst.count && rate.complete + !rate.count;
    printf("lost %lu repeated %lu out of order %lu failures %lu closed %d\n",
           lost, repeated, disordered, failures, dead);
    printf("{\"label\":\"%s\",\"mode\":\"%s\",\"n\":%d,\"size\":%d,\"ok\":%s,"
           "\"connect\":{\"secs\":%.4f,\"per_s\":%.0f,\"stall_ms\":%.1f,\"cpu_us\":%.2f,"
           "\"rss_kib\":%.3f,\"rss_total_kib\":%ld,\"rss_end_kib\":%ld}",
           opt.label, mode, opt.clients, opt.size, good ? "true" : "false", csecs,
           opt.clients / csecs, worst / 1e6, (c1.cpu - c0.cpu) * 1e6 / opt.clients,
           (rss1 - rss0) / (double)opt.clients, rss1, rss2);
    json("seq", &seq);
    json("burst", &burst);
    json("rate_phase", &rate);
    puts("}");
    struct linger lg = { 1, 0 };                /* leave no TIME_WAIT behind */
    for (int i = 0; i < opt.clients; i++)
        if (subs[i].state != DEAD)
            setsockopt(subs[i].fd, SOL_SOCKET, SO_LINGER, &lg, sizeof lg);
    for (int i = 0; i < opt.publishers; i++)
        if (pubs[i].state != DEAD)
            setsockopt(pubs[i].fd, SOL_SOCKET, SO_LINGER, &lg, sizeof lg);
    return good ? 0 : 1;
}
