// The frame every panel shares: header, state, menu, freshness. What is drawn inside is a PanelBody.
#pragma once

#include "console/dashboard/data_links.h"
#include "console/dashboard/panel_data.h"
#include "console/dashboard/panel_query.h"
#include "console/panels/panel_services.h"
#include "console/panels/panel_state.h"

#include <QPixmap>
#include <QWidget>

#include <memory>
#include <optional>
#include <vector>

class QMenu;

namespace vigie::console {

class PanelBody;
class NoticeMark;
class PanelHeader;
class PanelMessage;
class StaleVeil;
struct RememberedPanel;

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
  /// Shows what was known before, labelled so, unless an answer is there already.
  void showRemembered(const RememberedPanel& remembered);
  /// The newest sample's age; nothing when it is not known, or does not matter (a fixed window in the past).
  void setAge(std::optional<qint64> ageMs);
  [[nodiscard]] bool isSupported() const { return state_ != PanelState::kUnsupported; }
  /// Answered at least once since it was made, well or badly, and what came of it is drawn.
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
  /// Its queries in Grafana's Explore, at the same time; empty without a Grafana.
  [[nodiscard]] QUrl exploreLink() const;
  [[nodiscard]] QStringList expressions() const;
  /// Where links of this panel and of its values lead from.
  [[nodiscard]] LinkPlace linkPlace() const;

  // What its menu and the keys do.
  // Into the clipboard; copied() says what.
  void copyPromQl();
  void copyCsv();
  void copyImage();
  [[nodiscard]] QPixmap picture();
  [[nodiscard]] bool hasLegend() const;
  [[nodiscard]] bool isLegendShown() const;
  void setLegendShown(bool shown);
  /// Takes down what is pinned, then where the keyboard stands; false when there was neither.
  bool unpin();
  void openMenu();

 Q_SIGNALS:
  void stateChanged();
  /// hasAnswered() may be true only now: what is large is drawn on another thread.
  void settled();
  /// Its menu is about to be shown: others add their own.
  void menuOpening(QMenu& menu);
  void zoomRequested(const vigie::console::TimeWindow& window);
  void zoomOutRequested();
  /// Alone, over the whole page, or back.
  void viewRequested();
  /// Something of it is in the clipboard; what, in words.
  void copied(const QString& words);

 protected:
  void paintEvent(QPaintEvent* event) override;
  void resizeEvent(QResizeEvent* event) override;
  void contextMenuEvent(QContextMenuEvent* event) override;
  /// Arrows, Home, End and Page keys walk the values, Space pins them.
  void keyPressEvent(QKeyEvent* event) override;

 private:
  void followVariables();
  void handleData(const PanelDataPtr& data);
  void handleFailure(const Error& error);
  void remember();
  /// Beside the notices' mark, where there are any.
  void placeHeader();
  void setState(PanelState state, const QString& reason = {});
  void showState();
  void showEmpty();
  void showHeader();
  /// To a screen reader.
  void describe();
  void endWalk();
  /// The line at the top while an answer is awaited.
  void setProgress(bool shown);
  void openMenu(const QPoint& globalPosition);
  void refreshGhost(PanelQuery::Mode mode);

  const PanelServices services_;
  QString dashboardUid_;
  PanelQuery query_;
  std::unique_ptr<PanelQuery> ghost_;  ///< asks for the compared time; made when one is first compared
  QStringList selectors_;
  LinkTime time_;
  PanelDataPtr data_;
  PanelState state_ = PanelState::kLoading;
  QString reason_;
  std::optional<qint64> ageMs_;
  qint64 answeredAtMs_ = 0;  ///< when what is drawn was answered, by this machine's clock
  bool sourceAway_ = false;  ///< the last failure was not the query's fault
  bool answered_ = false;
  bool showsProgress_ = false;
  bool walks_ = false;  ///< the keyboard stands on a value
  PanelHeader* header_;
  PanelBody* body_ = nullptr;
  PanelMessage* message_;
  NoticeMark* notices_;
  StaleVeil* veil_;
  QTimer progressDelay_;
};

}  // namespace vigie::console
