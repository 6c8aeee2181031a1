// Describes the parameters of downloads.
#include "sim/protocols/parts/download_parameters.hpp"

#include "sim/core/time.hpp"
#include "sim/registry/quantity.hpp"

namespace rippletank::protocols {

const registry::Section& DownloadParameters::section() {
  using registry::between;
  static const registry::Section table =
      registry::Table<DownloadParameters>{}
          .field("sources", &DownloadParameters::sources,
                 {.unit = "sources",
                  .range = between(1, 1000),
                  .description = "From how many sources a peer fetches an item at a time."})
          .field("piece_bytes", &DownloadParameters::piece_bytes,
                 {.unit = "bytes",
                  .range = between(1, 1e15),
                  .description = "With several sources, how much it asks each of them for at a "
                                 "time; of one source it asks all."})
          .field("retry_s", &DownloadParameters::retry_s,
                 {.unit = "s",
                  .range = between(0.001, core::longest_s),
                  .description = "How long it waits when all sources have refused or gone, before "
                                 "it asks all of them again."})
          .field("tries", &DownloadParameters::tries,
                 {.unit = "times",
                  .range = between(1, 1e9),
                  .description = "How often it finds no source before it gives up."});
  return table;
}

}  // namespace rippletank::protocols
