// `vigie-console render`: a dashboard into files, without a display.
#pragma once

namespace vigie::console {

/// The whole program when the first argument is "render". The exit code.
int renderCommand(int argc, char** argv);

}  // namespace vigie::console
