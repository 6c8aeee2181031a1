// Describes Gnutella 0.4, and how large its messages are.
#include "sim/protocols/gnutella_0_4.hpp"

#include "sim/protocols/parts/gnutella_sizes.hpp"
#include "sim/registry/quantity.hpp"

namespace rippletank::protocols {
namespace {

registry::Field length_field(const char* unit, double least, double most, const char* description) {
  return {.unit = unit, .range = registry::between(least, most), .description = description};
}

}  // namespace

registry::Entry Gnutella04::entry() {
  return describe_unstructured<Parameters>(
      "gnutella_0_4",
      "Servents without a server flood queries, answer along the way back, and fetch by HTTP or, "
      "from behind a firewall, by push.",
      "Gnutella Protocol Specification v0.4 (Clip2, 2001). Departs: a servent without room sends "
      "pongs of others before it closes, as clients did; each hit has one result",
      with_unstructured(registry::Table<Parameters>{})
          .field("query_text_bytes", &Parameters::query_text_bytes,
                 length_field("bytes", 0, 1e6, "What a query looks for."))
          .field("name_bytes", &Parameters::name_bytes,
                 length_field("bytes", 0, 1e6, "The name of a file."))
          .field("index_digits", &Parameters::index_digits,
                 length_field("digits", 1, 10, "The index of a file at its holder, in requests."))
          .field("trailer_bytes", &Parameters::trailer_bytes,
                 length_field("bytes", 0, 1e6,
                              "What vendors put after the results of a hit: their code 4, open "
                              "data with its length 3.")),
      {{"ttl_hops", 4}});
}

std::vector<std::string> Gnutella04::message_types() { return gnutella::message_types(); }

UnstructuredPlan Gnutella04::plan(const Parameters& parameters) {
  return {settings_of(parameters),
          gnutella::sizes(parameters.lengths()),
          {gnutella::pong_bytes},
          message_types(),
          "servent"};
}

}  // namespace rippletank::protocols
