// Which pages the console has, in the order of the navigation. A page is added here and nowhere else.
#pragma once

namespace vigie::console {

class MainWindow;
struct ConsoleContext;

void addPages(MainWindow& window, const ConsoleContext& context);

}  // namespace vigie::console
