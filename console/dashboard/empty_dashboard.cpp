#include "console/dashboard/empty_dashboard.h"

#include "console/app/theme.h"

#include <QLabel>
#include <QPushButton>
#include <QVBoxLayout>

namespace vigie::console {
namespace {
constexpr int kEmptyTextWidth = 420;
}  // namespace

EmptyDashboard::EmptyDashboard(QWidget* parent) : QWidget(parent) {
  auto* heading = new QLabel(tr("No panel yet"));
  heading->setFont(Theme::font(TextRole::kPageTitle));
  heading->setAlignment(Qt::AlignCenter);
  auto* text = new QLabel(tr("A panel asks Prometheus something and draws the answer. Try a query in Explore first, or "
                             "begin with an empty panel here."));
  text->setProperty("role", QStringLiteral("muted"));
  text->setWordWrap(true);
  text->setAlignment(Qt::AlignCenter);
  text->setFixedWidth(kEmptyTextWidth);
  auto* add = new QPushButton(tr("Add panel"));
  add->setProperty("role", QStringLiteral("primary"));
  connect(add, &QPushButton::clicked, this, &EmptyDashboard::panelRequested);
  auto* layout = new QVBoxLayout(this);
  layout->setContentsMargins(0, 0, 0, 0);
  layout->setSpacing(space::kSmall);
  layout->addWidget(heading);
  layout->addWidget(text, 0, Qt::AlignHCenter);
  layout->addSpacing(space::kSmall);
  layout->addWidget(add, 0, Qt::AlignHCenter);
}

}  // namespace vigie::console
