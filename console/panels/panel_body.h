// What a panel type adds to the frame that all panels share: how data is drawn.
#pragma once

#include "console/dashboard/data_links.h"
#include "console/dashboard/panel_data.h"
#include "console/panels/chart_walk.h"

#include <QWidget>

#include <functional>
#include <utility>
#include <vector>

namespace vigie::console {

class PanelBody : public QWidget {
  Q_OBJECT
 public:
  using QWidget::QWidget;

  /// New data; the drawing follows at once and nothing under the pointer moves.
  virtual void setData(const PanelDataPtr& answer) = 0;
  /// Shows something of its own, though no query answers: text.
  [[nodiscard]] virtual bool standsAlone() const { return false; }
  /// Nothing of its own is still to come.
  [[nodiscard]] virtual bool isSettled() const { return true; }
  /// Draws what was `offsetMs` before under what is now; null: nothing to compare with.
  virtual void setGhost(const PanelDataPtr& answer, qint64 offsetMs) {
    Q_UNUSED(answer)
    Q_UNUSED(offsetMs)
  }
  /// It can: the panel asks for the compared time only then.
  [[nodiscard]] virtual bool showsGhost() const { return false; }
  /// It has a legend that can be shown or not.
  [[nodiscard]] virtual bool hasLegend() const { return false; }
  [[nodiscard]] virtual bool isLegendShown() const { return false; }
  virtual void setLegendShown(bool shown) { Q_UNUSED(shown) }
  /// Takes down what the user pinned; false when there was nothing.
  virtual bool unpin() { return false; }
  /// Walks its values by keyboard and shows where; what a screen reader says there. Empty: there is nothing to walk.
  virtual QString walkBy(WalkStep step) {
    Q_UNUSED(step)
    return {};
  }
  /// Pins the values of where the keyboard stands; false when it stands nowhere.
  virtual bool pinWalked() { return false; }
  /// The keyboard is elsewhere.
  virtual void endWalk() {}
  /// Makes the links of a value out, wherever one is asked for; none without it.
  using LinkResolver = std::function<std::vector<ResolvedLink>(const std::vector<DataLink>&, const LinkSubject&)>;
  virtual void setLinkResolver(LinkResolver resolver) { linkResolver_ = std::move(resolver); }
  /// What a screen reader says of the current data.
  [[nodiscard]] virtual QString spokenSummary() const { return {}; }

 Q_SIGNALS:
  /// isSettled() again, some time after the data was set.
  void settled();
  /// The user dragged across the plot.
  void zoomRequested(const vigie::console::TimeWindow& window);
  /// A double click.
  void zoomOutRequested();

 protected:
  [[nodiscard]] std::vector<ResolvedLink> linksOf(const std::vector<DataLink>& links,
                                                  const LinkSubject& subject) const {
    return linkResolver_ && !links.empty() ? linkResolver_(links, subject) : std::vector<ResolvedLink>();
  }

 private:
  LinkResolver linkResolver_;
};

}  // namespace vigie::console
