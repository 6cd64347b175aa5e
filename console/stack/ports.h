// Ports of 127.0.0.1 for the services: the usual ones, or free ones where those are taken.
#pragma once

#include <QSet>
#include <QString>

#include <optional>

namespace vigie::stack {

/// A port and, where it is not the usual one, a sentence that says so.
struct ChosenPort {
  quint16 port = 0;
  QString note;
};

/// Chooses each port once; a port given to one service is not given to another.
class PortChooser {
 public:
  /// `anyPort`: free ports from the kernel's range at once, for stacks that live beside another one (tests).
  explicit PortChooser(bool anyPort) : anyPort_(anyPort) {}

  /// Keeps `port` for a later choose(), so that an earlier service's search does not take it.
  void reserve(quint16 port) { reserved_.insert(port); }
  /// `usual` if nothing listens there, else the next free port above it, else any; nullopt when none is free.
  std::optional<ChosenPort> choose(quint16 usual);

 private:
  bool anyPort_;
  QSet<quint16> reserved_;
  QSet<quint16> taken_;
};

}  // namespace vigie::stack
