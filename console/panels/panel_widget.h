// The frame every panel shares: header, state, menu, freshness. What is drawn inside is a PanelBody.
#pragma once

#include "console/dashboard/links.h"
#include "console/dashboard/panel_data.h"
#include "console/dashboard/panel_query.h"
#include "console/panels/panel_services.h"
#include "console/panels/panel_state.h"

#include <QWidget>

#include <optional>
#include <vector>

class QMenu;

namespace vigie::console {

class PanelBody;
class PanelHeader;
class PanelMessage;

class PanelWidget : public QWidget {
  Q_OBJECT
 public:
  PanelWidget(const PanelServices& services, const QString& dashboardUid, PanelModel model, QWidget* parent = nullptr);
  ~PanelWidget() override;

  [[nodiscard]] const PanelModel& model() const { return query_.panel(); }
  /// Moves it on the grid; the dashboard arranges.
  void setPlace(const GridPosition& place) { query_.setPlace(place); }
  /// The title with its variables filled in.
  [[nodiscard]] QString title() const;
  [[nodiscard]] PanelState state() const { return state_; }
  /// Why it is in its state, in full; empty while ready.
  [[nodiscard]] const QString& reason() const { return reason_; }
  /// The metrics behind it, for the freshness probe.
  [[nodiscard]] const QStringList& selectors() const { return selectors_; }

  /// Asks for `time.window`; what is drawn stays until the answer is there.
  void refresh(const LinkTime& time, PanelQuery::Mode mode);
  void cancel();
  /// The newest sample's age; nothing when it is not known, or does not matter (a fixed window in the past).
  void setAge(std::optional<qint64> ageMs);
  [[nodiscard]] bool isSupported() const { return state_ != PanelState::kUnsupported; }
  /// Answered at least once since it was made, well or badly.
  [[nodiscard]] bool hasAnswered() const;
  /// What is drawn; null before the first answer.
  [[nodiscard]] const PanelDataPtr& data() const { return data_; }
  /// What was asked last and what came of it.
  [[nodiscard]] const std::vector<QueryRun>& runs() const { return query_.runs(); }
  [[nodiscard]] const PanelServices& services() const { return services_; }
  /// What variables and filters are for this panel now.
  [[nodiscard]] QueryContext queryContext() const;
  /// "Open in …" for this panel.
  [[nodiscard]] QUrl externalLink() const;

 Q_SIGNALS:
  void stateChanged();
  /// Its menu is about to be shown: others add their own.
  void menuOpening(QMenu& menu);
  void zoomRequested(const vigie::console::TimeWindow& window);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;

 private:
  void followVariables();
  void handleData(const PanelDataPtr& data);
  void handleFailure(const Error& error);
  void setState(PanelState state, const QString& reason = {});
  void showState();
  void showHeader();
  void openMenu(const QPoint& globalPosition);
  void addLinks(QMenu& menu);
  void copyCsv() const;
  void saveImage();
  [[nodiscard]] QStringList expressions() const;

  class Veil;

  const PanelServices services_;
  QString dashboardUid_;
  PanelQuery query_;
  QStringList selectors_;
  LinkTime time_;
  PanelDataPtr data_;
  PanelState state_ = PanelState::kLoading;
  QString reason_;
  std::optional<qint64> ageMs_;
  bool refreshFailed_ = false;
  bool answered_ = false;
  bool showsProgress_ = false;
  PanelHeader* header_;
  PanelBody* body_ = nullptr;
  PanelMessage* message_;
  Veil* veil_;
  QTimer progressDelay_;
};

}  // namespace vigie::console
