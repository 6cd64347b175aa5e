// A dashboard of `rows` as one of panels on a grid, in its own JSON, so that it can be edited (ADR 111). Pure.
#pragma once

#include "console/dashboard/edit/ordered_json.h"

namespace vigie::console {

/// It has rows of before Grafana 5 and no panels beside them.
bool hasLegacyRows(const OrderedJson& dashboard);

/// `panels` in the place of `rows`, where they stand in Grafana after its own migration. Panels keep what they say but
/// their span; a row's heading keeps what Grafana's rows do not know. The schema version stays: everything else of the
/// old version is still Grafana's to bring up to date.
OrderedJson withPanelsForRows(const OrderedJson& dashboard);

}  // namespace vigie::console
