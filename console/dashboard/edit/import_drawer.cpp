#include "console/dashboard/edit/import_drawer.h"

#include "console/app/context.h"
#include "console/app/theme.h"
#include "console/dashboard/edit/dashboard_files.h"
#include "console/settings/endpoints.h"

#include <QClipboard>
#include <QFileDialog>
#include <QFormLayout>
#include <QGuiApplication>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QStyle>
#include <QVBoxLayout>

namespace vigie::console {
namespace {
/// Longer than this and it is not shown, only read: a text field is slow with megabytes.
constexpr qsizetype kMostShown = 200'000;
}  // namespace

ImportDrawer::ImportDrawer(const ConsoleContext& context, const QByteArray& token, QWidget* host)
    : Drawer(context.theme, tr("Import a dashboard"), host, 0.5),
      grafana_(context.network, context.endpoints.grafana(), token),
      text_(new QPlainTextEdit),
      verdict_(new QLabel),
      title_(new QLineEdit),
      inputs_(new QFormLayout),
      import_(new QPushButton(tr("Import"))) {
  auto* words = new QLabel(context.endpoints.grafana().isEmpty()
                               ? tr("Paste the JSON of a Grafana dashboard, or open a file.")
                               : tr("Paste the JSON of a Grafana dashboard or its address in %1, or open a file.")
                                     .arg(context.endpoints.grafana().toString(QUrl::RemoveUserInfo)));
  words->setWordWrap(true);
  words->setProperty("role", QStringLiteral("muted"));
  text_->setFont(Theme::font(TextRole::kCode));
  text_->setTabChangesFocus(true);
  text_->setPlaceholderText(QStringLiteral("{\"title\": …, \"panels\": […]}"));
  text_->setAccessibleName(tr("JSON of the dashboard, or its address"));
  verdict_->setWordWrap(true);
  verdict_->setTextFormat(Qt::PlainText);
  verdict_->setTextInteractionFlags(Qt::TextSelectableByMouse);
  title_->setParent(this);
  title_->hide();
  title_->setAccessibleName(tr("Title"));
  inputs_->setHorizontalSpacing(space::kLarge);
  inputs_->setVerticalSpacing(space::kSmall);
  auto* file = new QPushButton(tr("Open a file…"));
  auto* paste = new QPushButton(tr("Paste"));
  auto* buttons = new QHBoxLayout;
  buttons->setSpacing(space::kSmall);
  buttons->addWidget(file);
  buttons->addWidget(paste);
  buttons->addStretch();
  body().addWidget(words);
  body().addLayout(buttons);
  body().addWidget(text_, 1);
  body().addWidget(verdict_);
  body().addLayout(inputs_);
  auto* cancel = new QPushButton(tr("Cancel"));
  import_->setProperty("role", QStringLiteral("primary"));
  import_->setEnabled(false);
  footer().addStretch();
  footer().addWidget(cancel);
  footer().addWidget(import_);

  connect(file, &QPushButton::clicked, this, &ImportDrawer::chooseFile);
  connect(paste, &QPushButton::clicked, this, [this] { take(QGuiApplication::clipboard()->text()); });
  connect(text_, &QPlainTextEdit::textChanged, this, [this] {
    const QString text = text_->toPlainText().trimmed();
    if (text.isEmpty()) {
      plan_.reset();
      showInputs();
      return tell({}, false);
    }
    // Only JSON starts like this; everything else is an address or nothing.
    if (text.startsWith(QLatin1Char('{')) || text.startsWith(QLatin1Char('['))) return read(text.toUtf8());
    if (const auto uid = grafanaUid(text)) return fetch(*uid);
    plan_.reset();
    showInputs();
    tell(tr("This is neither a dashboard's JSON nor the address of one (https://grafana.example/d/uid/name)."), true);
  });
  connect(cancel, &QPushButton::clicked, this, &Drawer::dismiss);
  connect(import_, &QPushButton::clicked, this, &ImportDrawer::accept);
  text_->setFocus();
}

void ImportDrawer::take(const QString& text) {
  if (text.size() <= kMostShown) {
    text_->setPlainText(text);
    return;
  }
  const QSignalBlocker quiet(text_);
  text_->setPlainText(text.left(2000) + QStringLiteral("\n…"));
  read(text.toUtf8());
}

void ImportDrawer::takeFile(const QString& path) {
  const auto file = readDashboardFile(path);
  if (!file) {
    plan_.reset();
    showInputs();
    return tell(QString::fromStdString(file.error().message), true);
  }
  take(QString::fromUtf8(*file));
}

void ImportDrawer::read(const QByteArray& json) {
  ++generation_;
  busy_ = false;
  auto plan = readImport(json);
  if (!plan) {
    plan_.reset();
    showInputs();
    return tell(QString::fromStdString(plan.error().message), true);
  }
  plan_ = *plan;
  title_->setText(plan->title);
  showInputs();
  tell(tr("“%1”, %n panel(s)", nullptr, plan->panels).arg(plan->title), false);
}

void ImportDrawer::fetch(const QString& uid) {
  const quint64 generation = ++generation_;
  busy_ = true;
  plan_.reset();
  showInputs();
  tell(tr("Asking Grafana for “%1”…").arg(uid), false);
  grafana_.fetch(uid, this, [this, generation](const Result<QByteArray>& answered) {
    if (generation != generation_) return;
    busy_ = false;
    if (answered) return read(*answered);
    tell(QString::fromStdString(answered.error().message), true);
  });
}

void ImportDrawer::tell(const QString& words, bool isProblem) {
  verdict_->setText(words);
  verdict_->setProperty("role", isProblem ? QStringLiteral("critical") : QStringLiteral("title"));
  verdict_->style()->unpolish(verdict_);
  verdict_->style()->polish(verdict_);
  import_->setEnabled(plan_.has_value());
}

void ImportDrawer::showInputs() {
  answers_.clear();
  while (inputs_->rowCount() > 0) {
    const QFormLayout::TakeRowResult row = inputs_->takeRow(0);
    for (QLayoutItem* item : {row.labelItem, row.fieldItem}) {
      if (!item) continue;
      if (item->widget() == title_) {
        title_->setParent(this);
        title_->hide();
      } else {
        delete item->widget();
      }
      delete item;
    }
  }
  if (!plan_) return;
  inputs_->addRow(tr("Title"), title_);
  title_->show();
  for (const ImportInput& input : plan_->inputs) {
    auto* answer = new QLineEdit(input.proposed);
    answer->setToolTip(input.description);
    answer->setAccessibleName(input.label);
    inputs_->addRow(input.isDatasource ? tr("%1 (uid of the data source)").arg(input.label) : input.label, answer);
    answers_[input.name] = answer;
  }
}

QString ImportDrawer::verdict() const { return verdict_->text(); }

void ImportDrawer::accept() {
  if (!plan_) return;
  std::map<QString, QString> answers;
  for (const auto& [name, line] : answers_) answers[name] = line->text().trimmed();
  auto document = vigie::console::imported(*plan_, answers);
  if (!document) return tell(QString::fromStdString(document.error().message), true);
  const QString title = title_->text().trimmed();
  const DashboardDocument named = title.isEmpty() ? *document : document->withNames(document->uid(), title);
  Q_EMIT imported(named);
  dismiss();
}

void ImportDrawer::chooseFile() {
  auto* dialog = new QFileDialog(this, tr("Open a dashboard"), {}, tr("Dashboards (*.json)"));
  dialog->setAttribute(Qt::WA_DeleteOnClose);
  dialog->setFileMode(QFileDialog::ExistingFile);
  connect(dialog, &QFileDialog::fileSelected, this, &ImportDrawer::takeFile);
  dialog->open();
}

}  // namespace vigie::console
