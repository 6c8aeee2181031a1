// Gathers the catalogues of all rooms.
#include "sim/run/catalogues.hpp"

#include "sim/failures/catalogue.hpp"
#include "sim/protocols/catalogue.hpp"
#include "sim/protocols/lan_discovery/discoveries.hpp"
#include "sim/protocols/parts/search_models.hpp"
#include "sim/registry/quantity.hpp"
#include "sim/run/headline.hpp"
#include "sim/underlay/catalogue.hpp"
#include "sim/workload/churn/daily_pattern.hpp"
#include "sim/workload/churn/model.hpp"
#include "sim/workload/content/catalogue.hpp"
#include "sim/workload/model.hpp"
#include "topologies/catalogue.hpp"

namespace rippletank::run {
namespace {

/// The headline metrics as entries: they have no parameters, but a unit and a definition.
const registry::Catalogue& measures() {
  static const std::vector<registry::Entry> entries = [] {
    std::vector<registry::Entry> all;
    for (const Metric& metric : metrics()) {
      registry::Entry entry;
      entry.name = metric.name;
      entry.summary = metric.definition;
      if (*metric.unit != '\0') entry.summary += std::string(" [") + metric.unit + "]";
      all.push_back(std::move(entry));
    }
    return all;
  }();
  static const registry::Catalogue all = [] {
    registry::Catalogue listed{"measure", "measures", {}};
    for (const registry::Entry& entry : entries) listed.entries.push_back(&entry);
    return listed;
  }();
  return all;
}

}  // namespace

const std::vector<const registry::Catalogue*>& catalogues() {
  static const std::vector<const registry::Catalogue*> all = {&topologies::catalogue(),
                                                              &protocols::catalogue(),
                                                              &workload::catalogue(),
                                                              &protocols::searches(),
                                                              &protocols::discoveries(),
                                                              &workload::popularities(),
                                                              &workload::replications(),
                                                              &workload::churn_models(),
                                                              &workload::daily_patterns(),
                                                              &underlay::catalogue(),
                                                              &underlay::placements(),
                                                              &failures::peer_choices(),
                                                              &failures::failing_peer_choices(),
                                                              &failures::side_choices(),
                                                              &failures::node_choices(),
                                                              &failures::link_choices(),
                                                              &failures::traversals(),
                                                              &registry::distributions(),
                                                              &measures()};
  return all;
}

}  // namespace rippletank::run
