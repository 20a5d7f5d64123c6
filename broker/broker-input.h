/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "broker-frame.h"

struct wslay_event_context;

G_BEGIN_DECLS

/* Close codes of PROTOCOL.md, section 4. */
#define BROKER_CLOSE_NORMAL 1000
#define BROKER_CLOSE_TRY_LATER 1013
#define BROKER_CLOSE_SHUTDOWN 4000
#define BROKER_CLOSE_AUTH 4001
#define BROKER_CLOSE_FORBIDDEN 4003
#define BROKER_CLOSE_EXPIRED 4004
#define BROKER_CLOSE_SLOW 4008
#define BROKER_CLOSE_RATE 4009
#define BROKER_CLOSE_PROTOCOL 4010
#define BROKER_CLOSE_TOO_BIG 4013
#define BROKER_CLOSE_TOO_MANY 4029

/* Frames, control frames included, that one message may be made of. */
#define BROKER_MAX_FRAGMENTS 256

typedef struct
{
  void (*text)  (const guint8 *text,
                 gsize         length,
                 gpointer      user_data);
  void (*ping)  (const guint8 *payload,
                 gsize         length,
                 gpointer      user_data);
  void (*close) (gpointer      user_data);
} BrokerInputFuncs;

/**
 * BrokerInput:
 *
 * What a client sends, from bytes to messages.  Our limits come first and see every header; libwslay
 * unmasks, joins and checks the text.  Its context exists only while a message is incomplete, so an
 * idle connection costs nothing here.  A plain value inside its connection; it must not move.
 */
typedef struct
{
  guint8 header[14];
  guint8 header_length;
  guint8 header_needed;
  gboolean in_message;   /* a data message has begun and not ended */
  guint16 fragments;
  guint16 code;          /* with which the connection must end; nothing is read after it */
  gsize message_length;
  guint64 payload_left;
  struct wslay_event_context *parser; /* owned */
  gpointer feed; /* what the parser reads, during a call */
} BrokerInput;

void  broker_input_clear (BrokerInput            *self);
guint broker_input_feed  (BrokerInput            *self,
                          const guint8           *data,
                          gsize                   length,
                          const BrokerInputFuncs *funcs,
                          gpointer                user_data);

G_END_DECLS
