#include "console/app/console_page.h"

#include "console/app/figure_grid.h"
#include "console/app/frame_meter.h"
#include "console/app/theme.h"
#include "console/dashboard/unit_format.h"

#include <QLabel>
#include <QLocale>
#include <QPainter>
#include <QScrollArea>
#include <QVBoxLayout>

#include <algorithm>

namespace vigie::console {
namespace {

QString inUnit(const char* unit, double value) { return UnitFormat(QLatin1String(unit), std::nullopt).text(value); }
QString milliseconds(double ms) { return inUnit("ms", ms); }
/// In the reader's units ("Mo"): a dashboard's are those of its file, Grafana's.
QString bytes(double number) {
  QString text = QLocale().formattedDataSize(static_cast<qint64>(number), 0, QLocale::DataSizeSIFormat);
  // Number and unit stay together, as close as everywhere else.
  return text.replace(QLatin1Char(' '), QChar(0x202F));
}
QString count(quint64 number) { return QLocale().toString(number); }

}  // namespace

/// The last frames, a bar each, against what a display of 60 Hz leaves them.
class ConsolePage::FrameStrip : public QWidget {
 public:
  explicit FrameStrip(const Theme& theme) : theme_(theme) {
    setFixedHeight(150);
    setAccessibleName(ConsolePage::tr("Frame times"));
    QObject::connect(&theme, &Theme::changed, this, qOverload<>(&QWidget::update));
  }
  void setFrames(std::vector<double> frames) {
    frames_ = std::move(frames);
    update();
  }

 protected:
  void paintEvent(QPaintEvent* event) override {
    Q_UNUSED(event)
    QPainter painter(this);
    const ThemeTokens& t = theme_.tokens();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(t.line, 1));
    painter.setBrush(t.surface);
    painter.drawRoundedRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius::kPanel, radius::kPanel);
    painter.setRenderHint(QPainter::Antialiasing, false);
    const QRect inside = rect().adjusted(space::kMedium, space::kSmall, -space::kMedium, -space::kMedium);
    painter.setFont(Theme::font(TextRole::kPanelTitle));
    painter.setPen(t.text);
    painter.drawText(QRect(inside.left(), inside.top(), inside.width(), 22), Qt::AlignVCenter | Qt::AlignLeft,
                     ConsolePage::tr("Frame times"));
    painter.setFont(Theme::font(TextRole::kSmall));
    painter.setPen(t.muted);
    painter.drawText(QRect(inside.left(), inside.top(), inside.width(), 22), Qt::AlignVCenter | Qt::AlignRight,
                     ConsolePage::tr("the last %1; the line is one frame of 60 Hz").arg(frames_.size()));
    const QRect plot = inside.adjusted(0, 28, 0, 0);
    constexpr int kPitch = 4;
    const auto room = static_cast<std::size_t>(std::max(1, plot.width() / kPitch));
    const std::size_t first = frames_.size() > room ? frames_.size() - room : 0;
    double most = 1.5 * FrameMeter::kFrameMs;
    for (std::size_t i = first; i < frames_.size(); ++i) most = std::max(most, frames_[i]);
    for (std::size_t i = first; i < frames_.size(); ++i) {
      const int tall = std::max(1, static_cast<int>(plot.height() * frames_[i] / most));
      const int left = plot.right() - static_cast<int>(frames_.size() - i) * kPitch + 1;
      painter.fillRect(left, plot.bottom() + 1 - tall, kPitch - 1, tall,
                       frames_[i] > FrameMeter::kFrameMs ? t.warning : t.accent);
    }
    QPen limit(t.muted, 1);
    limit.setDashPattern({4, 3});
    painter.setPen(limit);
    const int y = plot.bottom() + 1 - static_cast<int>(plot.height() * FrameMeter::kFrameMs / most);
    painter.drawLine(plot.left(), y, plot.right(), y);
  }

 private:
  const Theme& theme_;
  std::vector<double> frames_;
};

ConsolePage::ConsolePage(const Theme& theme, const StatsSource& source, QWidget* parent)
    : Page({QStringLiteral("console"), tr("Console"), QStringLiteral("gauge"), QLatin1Char('s'), false}, parent),
      source_(source),
      grid_(new FigureGrid),
      frames_(new FrameStrip(theme)),
      frame_(grid_->addFigure(tr("Frame"))),
      loop_(grid_->addFigure(tr("Slowest event"))),
      memory_(grid_->addFigure(tr("Memory"))),
      processor_(grid_->addFigure(tr("Processor"))),
      queries_(grid_->addFigure(tr("Queries under way"))),
      tails_(grid_->addFigure(tr("Asked for the newest part only"))),
      received_(grid_->addFigure(tr("Received"))),
      drawn_(grid_->addFigure(tr("Points drawn"))) {
  auto* content = new QWidget;
  auto* layout = new QVBoxLayout(content);
  layout->setContentsMargins(space::kLarge, space::kLarge, space::kLarge, space::kLarge);
  layout->setSpacing(space::kSmall);
  layout->addWidget(grid_);
  layout->addWidget(frames_);
  auto* note =
      new QLabel(tr("What this window itself costs, since it was started. The same figures for other programs: "
                    "vigie-console --stats-json FILE."));
  note->setWordWrap(true);
  note->setFont(Theme::font(TextRole::kSmall));
  note->setProperty("role", QStringLiteral("muted"));
  layout->addWidget(note);
  layout->addStretch();
  auto* area = new QScrollArea;
  area->setFrameShape(QFrame::NoFrame);
  area->setWidgetResizable(true);
  area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  area->setWidget(content);
  auto* outer = new QVBoxLayout(this);
  outer->setContentsMargins(0, 0, 0, 0);
  outer->addWidget(area);
  connect(&second_, &QTimer::timeout, this, &ConsolePage::refresh);
}

QString ConsolePage::title() const { return tr("This console"); }

void ConsolePage::showEvent(QShowEvent* event) {
  Page::showEvent(event);
  before_ = source_.read();
  refresh();
  second_.start(std::chrono::seconds(1));
}

void ConsolePage::hideEvent(QHideEvent* event) {
  Page::hideEvent(event);
  second_.stop();
}

void ConsolePage::refresh() {
  const ConsoleStats now = source_.read();
  const QueryStats& q = now.queries;
  const double seconds = std::max(0.001, static_cast<double>(now.uptimeMs - before_.uptimeMs) / 1000.0);
  const double core = static_cast<double>(now.processorMs - before_.processorMs) / (10.0 * seconds);
  const double rate = static_cast<double>(q.bytesReceived - before_.queries.bytesReceived) / seconds;
  grid_->setFigure(frame_, milliseconds(now.frameP50Ms),
                   tr("Half of the last frames took less; 99 %: %1, the worst: %2. %3 frames of the display missed.")
                       .arg(milliseconds(now.frameP99Ms), milliseconds(now.frameWorstMs), count(now.framesDropped)));
  grid_->setFigure(loop_, milliseconds(now.worstEventMs),
                   tr("The longest the window did not react. Over 100 ms: %1 times.").arg(count(now.stalls)));
  grid_->setFigure(memory_, bytes(static_cast<double>(now.residentBytes)),
                   tr("Resident in memory, programs' shared parts included."));
  grid_->setFigure(
      processor_, inUnit("percent", core),
      tr("Of one core, in the last second. First page after %1.")
          .arg(now.firstPageMs > 0 ? milliseconds(static_cast<double>(now.firstPageMs)) : QStringLiteral("–")));
  grid_->setFigure(queries_, count(static_cast<quint64>(now.queriesInFlight)),
                   tr("%1 asked, %2 sent, %3 shared, %4 failed, %5 cancelled.")
                       .arg(count(q.asked), count(q.sent), count(q.shared), count(q.failed), count(q.cancelled)));
  grid_->setFigure(tails_, count(q.tails),
                   tr("Requests for a window whose rest was held: %1 samples less to fetch.").arg(count(q.pointsHeld)));
  grid_->setFigure(received_, bytes(static_cast<double>(q.bytesReceived)),
                   tr("From Prometheus; %1 in the last second.").arg(bytes(rate)));
  grid_->setFigure(drawn_, inUnit("short", static_cast<double>(now.pointsDrawn)),
                   tr("In %1 drawings of charts, after thinning.").arg(count(now.drawings)));
  frames_->setFrames(now.recentFrames);
  before_ = now;
}

}  // namespace vigie::console
