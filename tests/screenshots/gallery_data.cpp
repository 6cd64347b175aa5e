#include "tests/screenshots/gallery_data.h"

#include <QByteArray>
#include <QHash>

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>
#include <vector>

namespace vigie::test {
namespace {

/// Three upright stripes, 48 × 32 pixels.
const QByteArray kNorthLogo =
    "data:image/png;base64,"
    "iVBORw0KGgoAAAANSUhEUgAAADAAAAAgCAIAAADbtmxLAAAARklEQVR42u3OMREAIRAAMcAEJigwgKA39IJosIIMNFzHMNl6i+T6"
    "zRRp/yP0r95Cf0mXBQQEBAQEBAQEBAQEBAQEBPQ26ABWvwRgJaYpKgAAAABJRU5ErkJggg==";
const QByteArray kSouthLogo =
    "data:image/png;base64,"
    "iVBORw0KGgoAAAANSUhEUgAAADAAAAAgCAIAAADbtmxLAAAARklEQVR42u3OMREAIRAAMUAEkjCBDvoX8hqQhAoEoOE6hsnWWyTX"
    "r6dIa/yhf88W+ku6LCAgICAgICAgICAgICAgIKC3QQfnhAUIYI4tMQAAAABJRU5ErkJggg==";

/// Minutes since the start of the hour.
using Curve = std::function<double(double minute)>;
/// Labels without braces, and the values.
using Family = std::vector<std::pair<QByteArray, Curve>>;

double wave(double minute, double period, double phase) { return std::sin(6.2831853 * (minute / period) + phase); }

/// A little rough, always in the same way.
double grain(double minute) { return 0.5 * wave(minute, 3.1, 0) + 0.5 * wave(minute, 1.7, 1); }

Family wavesOf(double lift) {
  return {{R"("zone":"north")", [lift](double m) { return lift + 2.2 + 0.8 * wave(m, 31, 0) + 0.12 * grain(m); }},
          {R"("zone":"south")", [lift](double m) { return lift + 1.3 + 0.4 * wave(m, 23, 1) + 0.10 * grain(m + 7); }},
          {R"("zone":"west")", [lift](double m) { return lift + 0.6 + 0.2 * wave(m, 17, 2) + 0.05 * grain(m + 3); }}};
}

Family buckets() {
  Family family;
  double below = 0;
  int row = 0;
  for (const char* bound : {"0.05", "0.1", "0.25", "0.5", "1", "2.5", "+Inf"}) {
    const double centre = row++ - 2.2;
    below += 4 * std::exp(-centre * centre / 2.5);
    family.emplace_back(QByteArray(R"("le":")") + bound + '"', [below, centre](double m) {
      return below * (1.1 + 0.5 * wave(m, 37, 0.3 * centre)) + 0.001 * centre;
    });
  }
  // Cumulative, whatever the waves do.
  Family rising;
  std::vector<Curve> before;
  for (auto& [labels, curve] : family) {
    before.push_back(curve);
    rising.emplace_back(labels, [before](double m) {
      double most = 0;
      for (const Curve& one : before) most = std::max(most, one(m));
      return most;
    });
  }
  return rising;
}

Curve steps(std::vector<double> states, double minutes) {
  return [states = std::move(states), minutes](double m) {
    const auto at = static_cast<std::size_t>(std::max(0.0, m) / minutes);
    return states[at % states.size()];
  };
}

Family familyOf(const QByteArray& name, double lift) {
  if (name == "waves") return wavesOf(lift);
  if (name == "buckets") return buckets();
  if (name == "load") {
    return {{R"("instance":"api-1")", [](double m) { return 71 + 9 * wave(m, 40, 0); }},
            {R"("instance":"api-2")", [](double m) { return 38 + 6 * wave(m, 25, 2); }},
            {R"("instance":"worker-1")", [](double m) { return 92 + 3 * wave(m, 33, 1); }},
            {R"("instance":"worker-2")", [](double m) { return 14 + 4 * wave(m, 21, 3); }}};
  }
  if (name == "state") {
    return {{R"("unit":"database")", steps({1, 1, 1, 0, 1, 1, 1, 1, 1, 1}, 6)},
            {R"("unit":"index")", steps({1, 2, 2, 1, 1, 1, 2, 1, 1, 1}, 6)},
            {R"("unit":"model")", steps({1, 1, 1, 1, 1, 0, 0, 2, 1, 1}, 6)}};
  }
  if (name == "traffic") {
    return {{R"("way":"in")", [](double m) { return 4.2e6 + 1.4e6 * wave(m, 29, 0); }},
            {R"("way":"out")", [](double m) { return 2.1e6 + 0.9e6 * wave(m, 19, 1); }}};
  }
  if (name == "balance") {
    return {{R"("kind":"gain")", [](double m) { return 300 * wave(m, 41, 0) * std::exp(m / 14); }},
            {R"("kind":"loss")", [](double m) { return -20 - 12 * wave(m, 13, 1) * std::exp(m / 20); }}};
  }
  if (name == "quantiles") {
    return {{R"("quantile":"p95")", [](double m) { return 0.9 + 0.3 * wave(m, 35, 0) + 0.05 * grain(m); }},
            {R"("quantile":"p50")", [](double m) { return 0.45 + 0.1 * wave(m, 35, 0.6) + 0.02 * grain(m); }},
            {R"("quantile":"p05")", [](double m) { return 0.2 + 0.05 * wave(m, 35, 1.2); }}};
  }
  if (name == "sparse") {
    return {
        {R"("job":"backup")", [](double m) { return std::fmod(m, 20) < 13 ? 3 + 2 * wave(m, 16, 0) : std::nan(""); }}};
  }
  if (name == "logos") {
    return {{R"("team":"north","logo":")" + kNorthLogo + '"', [](double) { return 12; }},
            {R"("team":"south","logo":")" + kSouthLogo + '"', [](double) { return 7; }},
            {R"("team":"west","logo":"https://images.example/logos/west.png")", [](double) { return 3; }}};
  }
  if (name == "ALERTS") {
    return {
        {R"("__name__":"ALERTS","alertname":"HighErrorRate","alertstate":"firing","severity":"critical","job":"ai-api")",
         [](double) { return 1; }},
        {R"("__name__":"ALERTS","alertname":"DiskFilling","alertstate":"pending","severity":"warning","instance":"db-1")",
         [](double) { return 1; }}};
  }
  return {};
}

/// A native histogram whose middle wanders; buckets of schema 1 (two a power of two).
QByteArray nativeSample(double minute) {
  QByteArray buckets;
  double count = 0;
  for (int i = -8; i < 6; ++i) {
    const double middle = i + 2 + 2.5 * wave(minute, 43, 0);
    const double inside = std::floor(900 * std::exp(-middle * middle / 6));
    if (inside <= 0) continue;
    count += inside;
    if (!buckets.isEmpty()) buckets += ',';
    buckets += "[0,\"" + QByteArray::number(std::pow(2, i / 2.0), 'g', 17) + "\",\"" +
               QByteArray::number(std::pow(2, (i + 1) / 2.0), 'g', 17) + "\",\"" + QByteArray::number(inside) + "\"]";
  }
  return R"({"count":")" + QByteArray::number(count) + R"(","sum":"1","buckets":[)" + buckets + "]}";
}

}  // namespace

FakePrometheus::Reply galleryReply(const FakePrometheus::Request& request, double lift) {
  const QByteArray name = request.form.value("query");
  if (name == "wrong(") {
    return {400, R"({"status":"error","errorType":"bad_data","error":"1:7: parse error: unclosed left parenthesis"})"};
  }
  const bool range = request.path.endsWith("query_range");
  const qint64 end = static_cast<qint64>(request.form.value(range ? "end" : "time").toDouble());
  const qint64 start = range ? static_cast<qint64>(request.form.value("start").toDouble()) : end;
  const qint64 step = range ? std::max<qint64>(1, static_cast<qint64>(request.form.value("step").toDouble())) : 1;
  const bool native = name == "native";
  Family family = familyOf(name, lift);
  if (native) family = {{R"("job":"ai-api")", [](double) { return 0; }}};
  QByteArray result;
  for (const auto& [labels, curve] : family) {
    QByteArray samples;
    for (qint64 time = start; time <= end; time += step) {
      const double minute = static_cast<double>(time - kGalleryFrom) / 60;
      const double value = curve(minute);
      if (std::isnan(value)) continue;
      if (!samples.isEmpty()) samples += ',';
      samples += '[' + QByteArray::number(time) + ',' +
                 (native ? nativeSample(minute) : '"' + QByteArray::number(value, 'g', 9) + '"') + ']';
    }
    if (!result.isEmpty()) result += ',';
    const QByteArray key = QByteArray(native ? "histogram" : "value") + (range ? "s" : "");
    result += "{\"metric\":{" + labels + "},\"" + key + "\":" + (range ? '[' + samples + ']' : samples) + '}';
  }
  return {200, QByteArray(R"({"status":"success","data":{"resultType":")") + (range ? "matrix" : "vector") +
                   R"(","result":[)" + result + "]}}"};
}

}  // namespace vigie::test
