/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"
#include "cony-alert-banner.h"

#include <glib/gi18n.h>

#include "cony-alert-text.h"
#include "cony-announce.h"
#include "cony-text.h"

/**
 * ConyAlertBanner:
 *
 * The most important unread alert, full width; nothing at all when there is none.  It pushes what
 * is below it and covers nothing.  Its buttons are the actions `win.seen`, `win.seen-as` and
 * `win.next-alert` of the window around it, which also gives it the time.
 */
struct _ConyAlertBanner
{
  GtkWidget parent_instance;

  GtkFilterListModel *unread; /* owned */
  GtkSortListModel *sorted;   /* owned */
  ConyAlertLadder *ladder;    /* owned, nullable */
  ConyAlerta *current;        /* owned, nullable */
  ConyAlertLevel level;
  gboolean checking;
  char *announced;            /* owned, nullable: which alert at which level */
  GDateTime *now; /* owned, nullable */

  GtkRevealer *revealer;
  GtkWidget *frame;
  GtkImage *icon;
  GtkLabel *priority;
  GtkLabel *meta;
  GtkLabel *text;
  GtkWidget *others;
  GtkLabel *position;
  GtkWidget *seen;
  GtkWidget *seen_as;
  GtkLabel *seen_persona;
  GtkLabel *seen_text;
  GtkWidget *seen_key;
};

G_DEFINE_FINAL_TYPE (ConyAlertBanner, cony_alert_banner, GTK_TYPE_WIDGET)

enum
{
  SIGNAL_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* Longer messages get smaller type, so that the banner shows all of them. */
#define LONG_FROM 130
#define LONGER_FROM 260

/* By rank. */
static const char * const classes[] = { "urgente", "alta", "normal" };

static gboolean
is_queued (ConyAlertBanner *self,
           ConyAlerta      *alerta)
{
  const char *uid = alerta ? cony_alerta_get_uid (alerta) : NULL;

  return uid && self->ladder && cony_alert_ladder_get_quiet (self->ladder, uid);
}

/* What somebody has seen already comes last. */
static int
compare_cb (gconstpointer a,
            gconstpointer b,
            gpointer      user_data)
{
  const gboolean queued_a = is_queued (user_data, (ConyAlerta *) a);
  const gboolean queued_b = is_queued (user_data, (ConyAlerta *) b);

  if (queued_a != queued_b)
    return queued_a ? 1 : -1;
  return cony_alerta_compare ((ConyAlerta *) a, (ConyAlerta *) b);
}

static gboolean
is_unread_cb (gpointer item,
              gpointer user_data)
{
  return !cony_alerta_get_leida (item);
}

static ConyAlerta *
get_nth (ConyAlertBanner *self,
         guint            position)
{
  return g_list_model_get_item (G_LIST_MODEL (self->sorted), position);
}

static guint
find (ConyAlertBanner *self,
      const char      *uid)
{
  guint n = cony_alert_banner_get_n_unread (self);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (ConyAlerta) alerta = get_nth (self, i);

      if (uid && g_strcmp0 (cony_alerta_get_uid (alerta), uid) == 0)
        return i;
    }
  return GTK_INVALID_LIST_POSITION;
}

static gint64
get_age (ConyAlertBanner *self)
{
  GDateTime *sent = self->current ? cony_alerta_get_fecha_envio (self->current) : NULL;

  if (!sent || !self->now)
    return 0;
  return MAX (0, g_date_time_difference (self->now, sent) / G_TIME_SPAN_SECOND);
}

/* Its frame pulses three times, then it stands still. */
static gboolean
is_fresh (ConyAlertBanner *self)
{
  return cony_alerta_get_rank (self->current) < 2 && get_age (self) < 3
         && !cony_alerta_get_tarde (self->current);
}

static ConyAlertLevel
compute_level (ConyAlertBanner *self)
{
  if (!self->current)
    return CONY_ALERT_LEVEL_NONE;
  if (is_queued (self, self->current) || !self->now)
    return CONY_ALERT_LEVEL_CALM;
  return self->ladder ? cony_alert_ladder_get_level (self->ladder, self->current)
                      : cony_alerta_compute_level (self->current, self->now);
}

static char *
describe (ConyAlertBanner *self)
{
  g_autofree char *source = cony_alerta_describe (self->current);
  g_autofree char *age = cony_age_format (get_age (self));
  const char *told = cony_alerta_describe_told (self->current);
  GString *text = g_string_new (source);

  if (text->len)
    g_string_append (text, CONY_ALERT_SEPARATOR);
  /* Translators: %s is an age, like "18 s" */
  g_string_append_printf (text, _ ("%s ago"), age);
  if (cony_alerta_get_tarde (self->current))
    /* Translators: an alert that waited long in the sender's queue; it does not ring */
    g_string_append_printf (text, "%s%s", CONY_ALERT_SEPARATOR, _ ("arrived late"));
  if (told)
    g_string_append_printf (text, "%s%s", CONY_ALERT_SEPARATOR, told);
  return g_string_free (text, FALSE);
}

static void
set_class (GtkWidget  *widget,
           const char *css_class,
           gboolean    on)
{
  if (on)
    gtk_widget_add_css_class (widget, css_class);
  else
    gtk_widget_remove_css_class (widget, css_class);
}

static void
update_time (ConyAlertBanner *self)
{
  g_autofree char *meta = NULL;

  self->level = compute_level (self);
  if (!self->current)
    return;
  meta = describe (self);
  gtk_label_set_label (self->meta, meta);
  set_class (self->frame, "pulse", self->level == CONY_ALERT_LEVEL_CALM && is_fresh (self));
  set_class (self->frame, "blink", self->level == CONY_ALERT_LEVEL_LOUD);
  set_class (self->frame, "red", cony_alert_banner_is_red (self));
  gtk_image_set_from_icon_name (self->icon, cony_alert_banner_is_red (self)
                                              ? "cony-siren-symbolic"
                                              : cony_alerta_get_icon_name (self->current));
}

/* A screen reader hears of every alert once, and again when it gets worse. */
static void
announce (ConyAlertBanner *self)
{
  const char *uid = cony_alerta_get_uid (self->current);
  g_autofree char *key = g_strdup_printf ("%s %d", uid ? uid : "", self->level);
  g_autofree char *source = cony_alerta_describe (self->current);
  g_autofree char *spoken = NULL;

  if (g_strcmp0 (key, self->announced) == 0)
    return;
  g_free (self->announced);
  self->announced = g_steal_pointer (&key);
  spoken = g_strdup_printf ("%s. %s. %s", gtk_label_get_label (self->priority),
                            gtk_label_get_label (self->text), source);
  cony_announce (self->frame, spoken);
}

static void
update_seen (ConyAlertBanner *self)
{
  const gboolean queued = is_queued (self, self->current);
  const gboolean waits = queued || self->checking;

  gtk_label_set_label (self->seen_text, queued           ? _ ("Seen, queued")
                                        : self->checking ? _ ("Checking…")
                                                         : _ ("Seen"));
  gtk_widget_set_visible (self->seen_key, !waits);
  gtk_widget_set_visible (GTK_WIDGET (self->seen_persona),
                          !waits && *gtk_label_get_label (self->seen_persona));
  set_class (self->seen, "wait", queued);
}

static void
update (ConyAlertBanner *self)
{
  guint n = cony_alert_banner_get_n_unread (self);
  g_autofree char *mensaje = NULL;
  glong length;
  g_autofree char *position = NULL;

  gtk_revealer_set_reveal_child (self->revealer, self->current != NULL);
  update_time (self);
  if (!self->current)
    {
      /* Nobody may be read what is over. */
      gtk_label_set_label (self->text, "");
      gtk_label_set_label (self->meta, "");
      g_clear_pointer (&self->announced, g_free);
      gtk_accessible_reset_property (GTK_ACCESSIBLE (self->frame), GTK_ACCESSIBLE_PROPERTY_LABEL);
      g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
      return;
    }

  for (guint i = 0; i < G_N_ELEMENTS (classes); i++)
    set_class (self->frame, classes[i], i == cony_alerta_get_rank (self->current));
  gtk_label_set_label (self->priority, cony_alerta_get_word (self->current));
  mensaje = cony_alerta_dup_text (self->current);
  length = mensaje ? g_utf8_strlen (mensaje, -1) : 0;
  gtk_label_set_label (self->text, mensaje);
  set_class (GTK_WIDGET (self->text), "long", length >= LONG_FROM && length < LONGER_FROM);
  set_class (GTK_WIDGET (self->text), "longer", length >= LONGER_FROM);
  /* Translators: which of the unread alerts is shown, like "1 of 2" */
  position = g_strdup_printf (_ ("%u of %u"), find (self, cony_alerta_get_uid (self->current)) + 1,
                              n);
  gtk_label_set_label (self->position, position);
  gtk_widget_set_visible (self->others, n > 1);
  update_seen (self);
  announce (self);
  g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/* Keeps what is shown, unless it is gone or something more important came. */
static void
alertas_changed_cb (ConyAlertBanner *self)
{
  g_autoptr (ConyAlerta) first = get_nth (self, 0);
  guint position = GTK_INVALID_LIST_POSITION;

  if (self->current)
    position = find (self, cony_alerta_get_uid (self->current));
  if (position == GTK_INVALID_LIST_POSITION
      || (first && !is_queued (self, first)
          && (is_queued (self, self->current)
              || cony_alerta_get_rank (first) < cony_alerta_get_rank (self->current))))
    {
      if (g_set_object (&self->current, first))
        self->checking = FALSE;
    }
  else
    {
      /* The same alert may be another object after a reload. */
      g_autoptr (ConyAlerta) same = get_nth (self, position);

      g_set_object (&self->current, same);
    }
  update (self);
}

static void
cony_alert_banner_dispose (GObject *object)
{
  ConyAlertBanner *self = CONY_ALERT_BANNER (object);

  if (self->sorted)
    g_signal_handlers_disconnect_by_func (self->sorted, alertas_changed_cb, self);
  g_clear_object (&self->sorted);
  g_clear_object (&self->unread);
  g_clear_object (&self->current);
  g_clear_object (&self->ladder);
  g_clear_pointer (&self->now, g_date_time_unref);
  g_clear_pointer (&self->announced, g_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), CONY_TYPE_ALERT_BANNER);

  G_OBJECT_CLASS (cony_alert_banner_parent_class)->dispose (object);
}

static void
cony_alert_banner_class_init (ConyAlertBannerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = cony_alert_banner_dispose;

  signals[SIGNAL_CHANGED]
    = g_signal_new ("changed", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                    G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/com/conychips/Cony/widgets/cony-alert-banner.ui");
  gtk_widget_class_bind_template_child (widget_class, ConyAlertBanner, frame);
  gtk_widget_class_bind_template_child (widget_class, ConyAlertBanner, icon);
  gtk_widget_class_bind_template_child (widget_class, ConyAlertBanner, meta);
  gtk_widget_class_bind_template_child (widget_class, ConyAlertBanner, others);
  gtk_widget_class_bind_template_child (widget_class, ConyAlertBanner, position);
  gtk_widget_class_bind_template_child (widget_class, ConyAlertBanner, priority);
  gtk_widget_class_bind_template_child (widget_class, ConyAlertBanner, revealer);
  gtk_widget_class_bind_template_child (widget_class, ConyAlertBanner, seen);
  gtk_widget_class_bind_template_child (widget_class, ConyAlertBanner, seen_as);
  gtk_widget_class_bind_template_child (widget_class, ConyAlertBanner, seen_key);
  gtk_widget_class_bind_template_child (widget_class, ConyAlertBanner, seen_persona);
  gtk_widget_class_bind_template_child (widget_class, ConyAlertBanner, seen_text);
  gtk_widget_class_bind_template_child (widget_class, ConyAlertBanner, text);
}

static void
cony_alert_banner_init (ConyAlertBanner *self)
{
  GtkFilter *filter = GTK_FILTER (gtk_custom_filter_new (is_unread_cb, NULL, NULL));
  GtkSorter *sorter = GTK_SORTER (gtk_custom_sorter_new (compare_cb, self, NULL));

  gtk_widget_init_template (GTK_WIDGET (self));
  self->unread = gtk_filter_list_model_new (NULL, filter);
  self->sorted = gtk_sort_list_model_new (g_object_ref (G_LIST_MODEL (self->unread)), sorter);
  g_signal_connect_swapped (self->sorted, "items-changed", G_CALLBACK (alertas_changed_cb), self);
}

/**
 * cony_alert_banner_new:
 *
 * Returns: (transfer floating): a banner without alerts
 */
GtkWidget *
cony_alert_banner_new (void)
{
  return g_object_new (CONY_TYPE_ALERT_BANNER, NULL);
}

/**
 * cony_alert_banner_set_model:
 * @self: a #ConyAlertBanner
 * @alertas: (nullable): list of #ConyAlerta, in any order, read ones too
 */
void
cony_alert_banner_set_model (ConyAlertBanner *self,
                             GListModel      *alertas)
{
  g_return_if_fail (CONY_IS_ALERT_BANNER (self));
  g_return_if_fail (alertas == NULL || G_IS_LIST_MODEL (alertas));

  gtk_filter_list_model_set_model (self->unread, alertas);
}

/**
 * cony_alert_banner_set_ladder:
 * @self: a #ConyAlertBanner
 * @ladder: knows how far the alerts have climbed, and whose *Visto* waits
 */
void
cony_alert_banner_set_ladder (ConyAlertBanner *self,
                              ConyAlertLadder *ladder)
{
  g_return_if_fail (CONY_IS_ALERT_BANNER (self));
  g_return_if_fail (CONY_IS_ALERT_LADDER (ladder));

  g_set_object (&self->ladder, ladder);
  update (self);
}

/**
 * cony_alert_banner_set_persona:
 * @self: a #ConyAlertBanner
 * @nombre: (nullable): whose *Visto* the button gives
 */
void
cony_alert_banner_set_persona (ConyAlertBanner *self,
                               const char      *nombre)
{
  g_return_if_fail (CONY_IS_ALERT_BANNER (self));

  gtk_label_set_label (self->seen_persona, nombre ? nombre : "");
  update_seen (self);
}

/**
 * cony_alert_banner_set_shared:
 * @self: a #ConyAlertBanner
 * @shared: several people use this screen, so it offers the action `win.seen-as`
 */
void
cony_alert_banner_set_shared (ConyAlertBanner *self,
                              gboolean         shared)
{
  g_return_if_fail (CONY_IS_ALERT_BANNER (self));

  gtk_widget_set_visible (self->seen_as, shared);
}

/**
 * cony_alert_banner_get_current:
 * @self: a #ConyAlertBanner
 *
 * Returns: (transfer none) (nullable): the alert that is shown
 */
ConyAlerta *
cony_alert_banner_get_current (ConyAlertBanner *self)
{
  g_return_val_if_fail (CONY_IS_ALERT_BANNER (self), NULL);

  return self->current;
}

/**
 * cony_alert_banner_get_n_unread:
 * @self: a #ConyAlertBanner
 *
 * Returns: number of unread alerts
 */
guint
cony_alert_banner_get_n_unread (ConyAlertBanner *self)
{
  g_return_val_if_fail (CONY_IS_ALERT_BANNER (self), 0);

  return g_list_model_get_n_items (G_LIST_MODEL (self->sorted));
}

/**
 * cony_alert_banner_get_level:
 * @self: a #ConyAlertBanner
 *
 * Returns: how far the shown alert has climbed, at the time of the last tick
 */
ConyAlertLevel
cony_alert_banner_get_level (ConyAlertBanner *self)
{
  g_return_val_if_fail (CONY_IS_ALERT_BANNER (self), CONY_ALERT_LEVEL_NONE);

  return self->level;
}

/**
 * cony_alert_banner_is_red:
 * @self: a #ConyAlertBanner
 *
 * Returns: whether the shown alert is urgent and unseen for so long that the front desk is told
 */
gboolean
cony_alert_banner_is_red (ConyAlertBanner *self)
{
  g_return_val_if_fail (CONY_IS_ALERT_BANNER (self), FALSE);

  return self->level >= CONY_ALERT_LEVEL_TOLD && cony_alerta_get_rank (self->current) == 0;
}

/**
 * cony_alert_banner_update:
 * @self: a #ConyAlertBanner
 *
 * Shows what the ladder says now: which *Visto* wait.
 */
void
cony_alert_banner_update (ConyAlertBanner *self)
{
  g_return_if_fail (CONY_IS_ALERT_BANNER (self));

  gtk_sorter_changed (gtk_sort_list_model_get_sorter (self->sorted), GTK_SORTER_CHANGE_DIFFERENT);
  alertas_changed_cb (self);
}

/**
 * cony_alert_banner_next:
 * @self: a #ConyAlertBanner
 *
 * Shows the next alert; after the last the first again.
 */
void
cony_alert_banner_next (ConyAlertBanner *self)
{
  g_autoptr (ConyAlerta) next = NULL;
  guint n;

  g_return_if_fail (CONY_IS_ALERT_BANNER (self));

  n = cony_alert_banner_get_n_unread (self);
  if (n < 2)
    return;
  next = get_nth (self, (find (self, cony_alerta_get_uid (self->current)) + 1) % n);
  if (g_set_object (&self->current, next))
    self->checking = FALSE;
  update (self);
}

/**
 * cony_alert_banner_select:
 * @self: a #ConyAlertBanner
 * @uid: an alert's uid
 *
 * Shows this alert.
 *
 * Returns: %FALSE when it is not among the unread ones
 */
gboolean
cony_alert_banner_select (ConyAlertBanner *self,
                          const char      *uid)
{
  g_autoptr (ConyAlerta) alerta = NULL;
  guint position;

  g_return_val_if_fail (CONY_IS_ALERT_BANNER (self), FALSE);
  g_return_val_if_fail (uid != NULL, FALSE);

  position = find (self, uid);
  if (position == GTK_INVALID_LIST_POSITION)
    return FALSE;
  alerta = get_nth (self, position);
  if (g_set_object (&self->current, alerta))
    self->checking = FALSE;
  update (self);
  return TRUE;
}

/**
 * cony_alert_banner_tick:
 * @self: a #ConyAlertBanner
 * @now: the server's time
 *
 * Lets the age run and the alert climb.
 */
void
cony_alert_banner_tick (ConyAlertBanner *self,
                        GDateTime       *now)
{
  ConyAlertLevel before;

  g_return_if_fail (CONY_IS_ALERT_BANNER (self));
  g_return_if_fail (now != NULL);

  before = self->level;
  g_clear_pointer (&self->now, g_date_time_unref);
  self->now = g_date_time_ref (now);
  update_time (self);
  if (self->level != before && self->current)
    announce (self);
  if (self->level != before)
    g_signal_emit (self, signals[SIGNAL_CHANGED], 0);
}

/**
 * cony_alert_banner_set_checking:
 * @self: a #ConyAlertBanner
 * @checking: *Seen* was pressed and its answer is late
 */
void
cony_alert_banner_set_checking (ConyAlertBanner *self,
                                gboolean         checking)
{
  g_return_if_fail (CONY_IS_ALERT_BANNER (self));

  if (self->checking == checking)
    return;
  self->checking = checking;
  update (self);
}
