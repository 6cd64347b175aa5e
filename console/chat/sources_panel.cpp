#include "console/chat/sources_panel.h"

#include "console/app/theme.h"
#include "console/chat/conversation_client.h"
#include "console/chat/fitted_text.h"
#include "console/chat/source_card.h"
#include "console/chat/waterfall.h"

#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QResizeEvent>
#include <QScrollArea>
#include <QScrollBar>
#include <QStackedWidget>
#include <QToolButton>
#include <QVBoxLayout>

namespace vigie::console {

namespace {

QLabel* heading(const QString& text, QWidget* parent) {
  auto* const label = new QLabel(text, parent);
  label->setFont(Theme::font(TextRole::kPanelTitle));
  label->setProperty("role", QStringLiteral("muted"));
  return label;
}

QScrollArea* scroller(QWidget* content, QWidget* parent) {
  auto* const area = new QScrollArea(parent);
  area->setFrameShape(QFrame::NoFrame);
  area->setWidgetResizable(true);
  area->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
  area->setProperty("role", QStringLiteral("bare"));
  area->setWidget(content);
  area->setFocusPolicy(Qt::NoFocus);
  return area;
}

}  // namespace

SourcesPanel::SourcesPanel(Theme& theme, ConversationClient& rest, QWidget* parent)
    : QFrame(parent), theme_(theme), rest_(rest), stack_(new QStackedWidget(this)) {
  setProperty("role", QStringLiteral("card"));
  setAccessibleName(tr("Sources"));
  stack_->setStyleSheet(QStringLiteral("QStackedWidget { background: transparent; }"));
  auto* const column = new QVBoxLayout(this);
  column->setContentsMargins(1, 1, 1, 1);
  column->addWidget(stack_);
  buildOverview();
  buildPassage();
  setAnswer(nullptr);
}

void SourcesPanel::buildOverview() {
  auto* const content = new QWidget;
  auto* const column = new QVBoxLayout(content);
  column->setContentsMargins(space::kMedium, space::kMedium, space::kMedium, space::kMedium);
  column->setSpacing(space::kSmall);
  column->addWidget(heading(tr("Sources"), content));
  noSources_ = new QLabel(content);
  noSources_->setWordWrap(true);
  noSources_->setProperty("role", QStringLiteral("muted"));
  column->addWidget(noSources_);
  cardColumn_ = new QVBoxLayout;
  cardColumn_->setSpacing(space::kSmall);
  column->addLayout(cardColumn_);
  column->addSpacing(space::kSmall);
  timeTitle_ = heading(tr("Where the time went"), content);
  column->addWidget(timeTitle_);
  waterfall_ = new Waterfall(theme_, content);
  column->addWidget(waterfall_);
  column->addStretch();
  stack_->addWidget(scroller(content, this));
}

void SourcesPanel::buildPassage() {
  auto* const page = new QWidget;
  auto* const column = new QVBoxLayout(page);
  column->setContentsMargins(space::kMedium, space::kMedium, space::kMedium, space::kMedium);
  column->setSpacing(space::kSmall);
  back_ = new QToolButton(page);
  back_->setText(tr("‹ All sources"));
  back_->setProperty("role", QStringLiteral("ghost"));
  connect(back_, &QToolButton::clicked, this, &SourcesPanel::showOverview);
  passageTitle_ = new QLabel(page);
  passageTitle_->setFont(Theme::font(TextRole::kStrong));
  passageTitle_->setWordWrap(true);
  passageTitle_->setTextFormat(Qt::PlainText);
  passageLine_ = new QLabel(page);
  passageLine_->setFont(Theme::font(TextRole::kSmall));
  passageLine_->setProperty("role", QStringLiteral("muted"));
  documentButton_ = new QPushButton(tr("Show document"), page);
  connect(documentButton_, &QPushButton::clicked, this, &SourcesPanel::showDocument);
  passageProblem_ = new QLabel(page);
  passageProblem_->setWordWrap(true);
  passageProblem_->setTextFormat(Qt::PlainText);
  passageProblem_->setProperty("role", QStringLiteral("critical"));
  auto* const holder = new QWidget;
  auto* const inner = new QVBoxLayout(holder);
  inner->setContentsMargins(0, 0, space::kTiny, 0);
  passageText_ = new FittedText(theme_, holder);
  passageText_->setAccessibleName(tr("Passage"));
  connect(passageText_, &MessageText::linkActivated, this, &SourcesPanel::linkActivated);
  inner->addWidget(passageText_);
  inner->addStretch();
  passageArea_ = scroller(holder, page);
  column->addWidget(back_, 0, Qt::AlignLeft);
  column->addWidget(passageTitle_);
  column->addWidget(passageLine_);
  column->addWidget(documentButton_, 0, Qt::AlignLeft);
  column->addWidget(passageProblem_);
  column->addWidget(passageArea_, 1);
  stack_->addWidget(page);
}

void SourcesPanel::setAnswer(const ChatTurn* turn) {
  const QString id = turn != nullptr ? turn->id : QString();
  const auto same = [](const wire::Citation& a, const wire::Citation& b) {
    return a.documentId == b.documentId && a.chunk == b.chunk;
  };
  const std::vector<wire::Citation> next = turn != nullptr ? turn->citations : std::vector<wire::Citation>();
  const bool unchanged =
      id == answerId_ && std::equal(next.begin(), next.end(), citations_.begin(), citations_.end(), same);
  waterfall_->setTimings(turn != nullptr ? turn->timings : std::nullopt);
  timeTitle_->setVisible(turn != nullptr && turn->timings.has_value());
  noSources_->setText(turn == nullptr                     ? tr("The passages an answer stands on appear here.")
                      : turn->underWay()                  ? tr("No passage yet.")
                      : turn->state == TurnState::kFailed ? tr("There is no answer, and no passage behind it.")
                                                          : tr("This answer stands on no passage."));
  noSources_->setVisible(next.empty());
  if (unchanged) return;
  answerId_ = id;
  citations_ = next;
  for (SourceCard* const card : cards_) card->deleteLater();
  cards_.clear();
  for (std::size_t n = 0; n < citations_.size(); ++n) {
    auto* const card = new SourceCard(theme_, static_cast<int>(n) + 1, citations_[n], this);
    connect(card, &QAbstractButton::clicked, this, [this, n] { openSource(static_cast<int>(n) + 1); });
    cardColumn_->addWidget(card);
    cards_.push_back(card);
  }
  showOverview();
}

void SourcesPanel::openSource(int number) {
  if (number < 1 || number > static_cast<int>(citations_.size())) return;
  open_ = number;
  for (std::size_t n = 0; n < cards_.size(); ++n) cards_[n]->setHighlighted(static_cast<int>(n) + 1 == number);
  const wire::Citation& citation = citations_[static_cast<std::size_t>(number) - 1];
  passageTitle_->setText(QStringLiteral("[%1] ").arg(number) + QString::fromStdString(citation.title));
  passageLine_->setText(passageLine(citation));
  documentButton_->setVisible(!citation.documentId.empty());
  documentButton_->setEnabled(true);
  passageProblem_->hide();
  showText(QString::fromStdString(citation.quote));
  stack_->setCurrentIndex(1);
}

void SourcesPanel::showText(const QString& markdown) {
  passageText_->setMarkdown(markdown, 0, false);
  passageText_->setFixedHeight(passageText_->heightFor(std::max(80, passageText_->width())));
  passageArea_->verticalScrollBar()->setValue(0);
}

void SourcesPanel::showOverview() {
  const int was = open_;
  open_ = 0;
  stack_->setCurrentIndex(0);
  if (was > 0 && was <= static_cast<int>(cards_.size()) && back_->hasFocus()) {
    cards_[static_cast<std::size_t>(was) - 1]->setFocus();
  }
}

void SourcesPanel::showDocument() {
  if (open_ == 0) return;
  documentButton_->setEnabled(false);
  passageProblem_->hide();
  const QString document = QString::fromStdString(citations_[static_cast<std::size_t>(open_) - 1].documentId);
  rest_.readPassages(document, this, [this, document](const Fetched<std::vector<Passage>>& passages) {
    if (!isOpen(document)) return;
    if (!passages) {
      describeDocument(document, passages.error());
      return;
    }
    QStringList text;
    for (const Passage& passage : *passages) text << passage.text;
    passageLine_->setText(tr("whole document, %n passage(s)", nullptr, static_cast<int>(passages->size())));
    showText(text.join(QStringLiteral("\n\n")));
  });
}

/// A server that does not list passages still says what the document is.
void SourcesPanel::describeDocument(const QString& document, const Problem& why) {
  rest_.readDocument(document, this, [this, document, why](const Fetched<wire::Document>& read) {
    if (!isOpen(document)) return;
    documentButton_->setEnabled(true);
    if (!read) {
      passageProblem_->setText(tr("The document could not be read. %1").arg(read.error().headline));
      passageProblem_->show();
      return;
    }
    const QLocale locale;
    passageLine_->setText(
        tr("%1 of %n passage(s), %2", nullptr, static_cast<int>(read->chunks))
            .arg(passageLine(citations_[static_cast<std::size_t>(open_) - 1]), locale.formattedDataSize(read->bytes)));
    passageProblem_->setText(tr("This server does not hand out whole documents. %1").arg(why.headline));
    passageProblem_->show();
  });
}

bool SourcesPanel::isOpen(const QString& document) const {
  return open_ > 0 && QString::fromStdString(citations_[static_cast<std::size_t>(open_) - 1].documentId) == document;
}

bool SourcesPanel::passageOpen() const { return stack_->currentIndex() == 1; }

QString SourcesPanel::passageText() const { return passageText_->source(); }

}  // namespace vigie::console
