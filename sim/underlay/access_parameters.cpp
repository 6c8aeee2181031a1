// Describes access links.
#include "sim/underlay/access_parameters.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <cstddef>

#include "sim/registry/quantity.hpp"
#include "sim/registry/table.hpp"

namespace rippletank::underlay {
namespace {

/// Rounded shares, such as three of 0.333, may miss 1 by that.
constexpr double most_missing_share = 0.005;

registry::Field rate_field(const char* description) {
  return {.unit = "kbit/s", .range = registry::between(1, 1e9), .description = description};
}

registry::Field latency_field(const char* description) {
  return {.unit = "ms", .range = registry::at_least(0), .description = description};
}

/// Tables call classes by their names.
void check_none_is_called_server(const std::vector<AccessClass>& classes,
                                 registry::Reader& reader) {
  for (std::size_t i = 0; i < classes.size(); ++i) {
    if (classes[i].name != server_class) continue;
    const auto in_list = reader.enter("classes");
    const auto in_class = reader.enter(i);
    reader.error_at("name", fmt::format("expected a name other than that of the links of servers, "
                                        "got \"{}\"",
                                        server_class));
  }
}

}  // namespace

const registry::Section& AccessClass::section() {
  static const registry::Section table =
      registry::Table<AccessClass>{}
          .required("name", &AccessClass::name, {.description = "What peers.csv calls the class."})
          .required("share", &AccessClass::share,
                    {.unit = "ratio",
                     .range = registry::between(0, 1),
                     .description = "Share of the peers; all shares sum to 1."})
          .required("down_kbit_s", &AccessClass::down_kbit_s,
                    rate_field("How fast a peer receives; 1 kbit is 1000 bits."))
          .required("up_kbit_s", &AccessClass::up_kbit_s, rate_field("How fast a peer sends."))
          .field("latency_ms", &AccessClass::latency_ms,
                 latency_field("One-way, besides the time that sending takes; drawn once per "
                               "peer, the same up and down."));
  return table;
}

const registry::Section& ServerAccess::section() {
  static const registry::Section table =
      registry::Table<ServerAccess>{}
          .required("down_kbit_s", &ServerAccess::down_kbit_s,
                    rate_field("How fast a server receives."))
          .required("up_kbit_s", &ServerAccess::up_kbit_s, rate_field("How fast it sends."))
          .field("latency_ms", &ServerAccess::latency_ms,
                 latency_field("One-way; drawn once per server."));
  return table;
}

const registry::Section& AccessParameters::section() {
  static const registry::Section table =
      registry::Table<AccessParameters>{}
          .field("mix", &AccessParameters::mix,
                 {.description = "Shares of access classes, measured among users of that network: "
                                 "modem_56k, isdn, dsl, cable, t1 and t3."})
          .field("classes", &AccessParameters::classes,
                 {.description = "Access classes of your own, in place of the mix. The class of a "
                                 "peer is drawn by its share."})
          .field("server", &AccessParameters::server,
                 {.description = "The access link of each server: of those that `servers` of the "
                                 "peers names or, without, of those that connections make "
                                 "servers. Left out, it is that of its class."})
          .check([](const AccessParameters& parameters, registry::Reader& reader) {
            check_access_classes(parameters.classes, "classes", reader);
            if (parameters.server) check_none_is_called_server(parameters.classes, reader);
          });
  return table;
}

void check_access_classes(const std::vector<AccessClass>& classes, const char* key,
                          registry::Reader& reader) {
  if (classes.empty()) return;
  double sum = 0;
  for (std::size_t i = 0; i < classes.size(); ++i) {
    sum += classes[i].share;
    const bool repeated =
        std::any_of(classes.begin(), classes.begin() + static_cast<std::ptrdiff_t>(i),
                    [&](const AccessClass& other) { return other.name == classes[i].name; });
    if (!repeated && !classes[i].name.empty()) continue;
    const auto in_list = reader.enter(key);
    const auto in_class = reader.enter(i);
    reader.error_at("name", repeated ? fmt::format("expected each class once, got \"{}\" again",
                                                   classes[i].name)
                                     : "expected a name, got an empty text");
  }
  if (std::fabs(sum - 1) > most_missing_share) {
    reader.error_at(key, fmt::format("expected shares that sum to 1, got a sum of {:.4g}", sum));
  }
}

}  // namespace rippletank::underlay
