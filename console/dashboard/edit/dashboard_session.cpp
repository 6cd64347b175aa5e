#include "console/dashboard/edit/dashboard_session.h"

#include <QFileInfo>
#include <QUndoCommand>

namespace vigie::console {
namespace {
constexpr int kMostUndone = 200;
}  // namespace

/// Documents share what they have in common: both ends of an edit cost little.
class DashboardEdit : public QUndoCommand {
 public:
  DashboardEdit(DashboardSession& session, const QString& words, DashboardDocument before, DashboardDocument after)
      : QUndoCommand(words), session_(session), before_(std::move(before)), after_(std::move(after)) {}
  void undo() override { session_.set(before_); }
  void redo() override { session_.set(after_); }

 private:
  DashboardSession& session_;
  DashboardDocument before_;
  DashboardDocument after_;
};

DashboardSession::DashboardSession(const QString& path, const QByteArray& file, QObject* parent)
    : QObject(parent), path_(path) {
  undo_.setUndoLimit(kMostUndone);
  connect(&undo_, &QUndoStack::cleanChanged, this, &DashboardSession::dirtyChanged);
  connect(&watch_, &FileWatch::contentChanged, this, [this](const QByteArray& content) {
    if (isDirty()) {
      Q_EMIT changedOnDisk();
      return;
    }
    read(content);
    Q_EMIT reloaded();
  });
  read(file);
  watch_.watch(path_, file);
}

DashboardSession::DashboardSession(const DashboardDocument& fresh, QObject* parent)
    : QObject(parent), document_(fresh) {
  undo_.setUndoLimit(kMostUndone);
  undo_.resetClean();
  connect(&undo_, &QUndoStack::cleanChanged, this, &DashboardSession::dirtyChanged);
}

void DashboardSession::read(const QByteArray& file) {
  file_ = file;
  auto document = DashboardDocument::read(file);
  whyNot_ = document ? QString() : QString::fromStdString(document.error().message);
  if (document) document_ = *document;
  undo_.clear();
}

bool DashboardSession::isReadOnly() const {
  return path_.isEmpty() || isBuiltIn(path_) || (QFileInfo::exists(path_) && !QFileInfo(path_).isWritable());
}

Result<Dashboard> DashboardSession::model() const {
  return whyNot_.isEmpty() ? document_.model() : parseDashboard(file_);
}

void DashboardSession::apply(const QString& words, const DashboardDocument& next) {
  if (next == document_ || !whyNot_.isEmpty()) return;
  undo_.push(new DashboardEdit(*this, words, document_, next));
}

void DashboardSession::set(const DashboardDocument& document) {
  document_ = document;
  Q_EMIT documentChanged();
}

Result<void> DashboardSession::save(bool overwrite) {
  const QByteArray text = document_.text();
  auto written = writeDashboardFile(path_, text, overwrite ? nullptr : &file_);
  if (!written) return written;
  file_ = text;
  watch_.watch(path_, text);
  undo_.setClean();
  return {};
}

Result<void> DashboardSession::saveAs(const QString& path, const QString& uid, const QString& title) {
  const DashboardDocument named = document_.withNames(uid, title);
  const QByteArray text = named.text();
  auto written = writeDashboardFile(path, text, nullptr);
  if (!written) return written;
  path_ = path;
  file_ = text;
  // Its name is no edit of the old file: undoing further back would bring the old one's.
  document_ = named;
  undo_.clear();
  undo_.setClean();
  watch_.watch(path_, text);
  Q_EMIT documentChanged();
  Q_EMIT dirtyChanged();
  return {};
}

Result<void> DashboardSession::reload() {
  auto file = readDashboardFile(path_);
  if (!file) return file.error();
  read(*file);
  watch_.watch(path_, *file);
  Q_EMIT reloaded();
  return {};
}

}  // namespace vigie::console
