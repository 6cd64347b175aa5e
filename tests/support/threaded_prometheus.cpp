#include "tests/support/threaded_prometheus.h"

#include <cmath>

namespace vigie::test {

QByteArray waveBody(const FakePrometheus::Request& request, int series, double phase, double height) {
  if (!request.form.contains("step")) return vectorBody(QByteArray::number(height));
  const double start = request.form.value("start").toDouble();
  const double end = request.form.value("end").toDouble();
  const double step = request.form.value("step").toDouble();
  QByteArray body = R"({"status":"success","data":{"resultType":"matrix","result":[)";
  for (int s = 0; s < series; ++s) {
    if (s > 0) body += ',';
    body += R"({"metric":{"instance":"host-)" + QByteArray::number(100 + s) + R"(","job":"ai-api"},"values":[)";
    bool first = true;
    for (double at = start; at <= end + 1e-9; at += step) {
      if (!first) body += ',';
      first = false;
      const double value =
          height * (1.2 + std::sin(at / 300 + s + phase) + 0.03 * std::sin(at / 7 + 3 * s));
      body += '[' + QByteArray::number(at, 'f', 3) + ",\"" + QByteArray::number(value, 'g', 15) + "\"]";
    }
    body += "]}";
  }
  return body + "]}}";
}

}  // namespace vigie::test
