// Describes the matrix underlay.
#include "sim/underlay/matrix_parameters.hpp"

#include "sim/registry/table.hpp"
#include "sim/underlay/segment_words.hpp"

namespace rippletank::underlay {

registry::Entry matrix_entry() {
  return registry::describe<MatrixParameters>(
      "matrix",
      "Peers run on hosts whose round-trip times were measured; a message takes half of one.",
      "R. Zhu et al., IEEE/ACM Trans. Networking 25 (2017), NetLatency-Data, for the format; each "
      "direction keeps half of what was measured in it; no queues, unlimited bandwidth",
      registry::Table<MatrixParameters>{}
          .required("file", &MatrixParameters::file,
                    {.description = "A line of round-trip times for each host, to all hosts in the "
                                    "same order. Hosts are called by their row, from 0. What it "
                                    "says of a host to itself is not used."})
          .field("unit", &MatrixParameters::unit,
                 {.description = "The unit of the file: ms for PlanetLab's, s for Seattle's."})
          .field("not_measured", &MatrixParameters::not_measured,
                 {.description = "What to do about pairs without a measurement (0): refuse the "
                                 "file, or fill them in from the other direction or, without that "
                                 "either, by the median of all that was measured."})
          .field("local_latency_ms", &MatrixParameters::local_latency_ms,
                 {.unit = "ms",
                  .range = registry::between(0, 1e9),
                  .description = "One-way delay between peers on the same host."})
          .field("segment_payload_bytes", &MatrixParameters::segment_payload_bytes,
                 segment_payload_field())
          .field("segment_header_bytes", &MatrixParameters::segment_header_bytes,
                 segment_header_field()),
      {{"file", "topologies/data/four_hosts_rtt_ms.txt"}, {"not_measured", "fill"}});
}

}  // namespace rippletank::underlay
