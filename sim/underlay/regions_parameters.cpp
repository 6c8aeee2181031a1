// Describes the regions underlay.
#include "sim/underlay/regions_parameters.hpp"

#include "sim/registry/table.hpp"
#include "sim/underlay/segment_words.hpp"

namespace rippletank::underlay {

registry::Entry regions_entry() {
  return registry::describe<RegionsParameters>(
      "regions",
      "Peers live in regions of the world, each with its share; a table tells the latency between "
      "any two.",
      "Y. Aoki, K. Otsuki, T. Kaneko, R. Banno and K. Shudo, SimBlock: A Blockchain Network "
      "Simulator, CryBlock 2019 (INFOCOM workshops); departs: a peer's region is drawn by the "
      "shares instead of dealt by quota, a latency is drawn once per pair of peers instead of per "
      "message and not rounded to ms, and speeds of regions are not used",
      registry::Table<RegionsParameters>{}
          .required("file", &RegionsParameters::file,
                    {.description =
                         "JSON with `regions` (names), `latency_ms` (a row per region: one-way "
                         "latency to each region in ms) and `node_share` (how many of the peers "
                         "are in each, as proportions). Other keys are not looked at."})
          .field("table", &RegionsParameters::table,
                 {.description = "For files with several tables, the end of the names of one: with "
                                 "`2019` it is `latency_ms_2019` and `node_share_2019`."})
          .field("latency", &RegionsParameters::latency,
                 {.description = "The latency of the table itself, or SimBlock's Pareto "
                                 "distribution with that mean L: at least L - 5 ms, of shape L / 5 "
                                 "ms; drawn once for each two peers, the same rank both ways."})
          .field("segment_payload_bytes", &RegionsParameters::segment_payload_bytes,
                 segment_payload_field())
          .field("segment_header_bytes", &RegionsParameters::segment_header_bytes,
                 segment_header_field()),
      {{"file", "topologies/data/three_regions.json"}, {"table", "measured"}});
}

}  // namespace rippletank::underlay
