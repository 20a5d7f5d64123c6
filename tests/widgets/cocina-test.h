/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "cocina-window-private.h"
#include "cony-outbox-entry.h"

G_BEGIN_DECLS

/* The busy service of the design pictures: number, customer, channel, seconds, begun, note, dishes
 * as "amount|product|notes|done". */
typedef struct
{
  gint64 id;
  const char *cliente;
  const char *canal;
  int seconds;
  gboolean empezado;
  const char *nota;
  const char *items[4];
} CocinaTestSample;

#define COCINA_TEST_N_SAMPLES 11

extern const CocinaTestSample cocina_test_samples[COCINA_TEST_N_SAMPLES];

/* A board on a screen of 1920 × 1080, without a database. */
typedef struct
{
  GListStore *pedidos;
  GListStore *alertas;
  GListStore *refills;
  CocinaWindow *window;
} CocinaTest;

#define COCINA_TEST_ADD(path, func) \
  g_test_add (path, CocinaTest, NULL, cocina_test_set_up, func, cocina_test_tear_down)

GDateTime       *cocina_test_ago            (int seconds);
ConyPedido      *cocina_test_pedido_new     (const CocinaTestSample *sample);
void             cocina_test_add_refill     (GListStore *refills,
                                             gint64 id,
                                             const char *insumo,
                                             double cantidad,
                                             const char *unidad,
                                             const char *estado,
                                             int seconds);
void             cocina_test_add_alerta     (GListStore *alertas,
                                             const char *uid,
                                             gint64 pedido_id,
                                             const char *cliente,
                                             const char *prioridad,
                                             const char *mensaje,
                                             int seconds);
void             cocina_test_set_up         (CocinaTest *fixture,
                                             gconstpointer data);
void             cocina_test_tear_down      (CocinaTest *fixture,
                                             gconstpointer data);
GtkWidget       *cocina_test_find_ticket    (CocinaTest *fixture,
                                             gint64 id);
int              cocina_test_n_struck       (GtkWidget *widget);
gint64           cocina_test_selected_id    (CocinaTest *fixture);
ConyOutboxEntry *cocina_test_enqueue        (GListStore *outbox,
                                             ConyCommand *command);

G_END_DECLS
