// What the palette offers at the moment: commands, pages, what the open page and the others lead to, time ranges.
#pragma once

#include "console/app/palette_model.h"

namespace vigie::console {

class MainWindow;
class TimeRange;

std::vector<PaletteItem> paletteItems(MainWindow& window, TimeRange& timeRange);
/// What is typed read as a range: "13h", "yesterday's" date, a copied range.
PaletteModel::TypedItems typedRangeItems(TimeRange& timeRange);

}  // namespace vigie::console
