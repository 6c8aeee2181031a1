// Scenario: one experiment as a validated value, and the table that it is read by.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "sim/failures/firewalls.hpp"
#include "sim/failures/model.hpp"
#include "sim/registry/codec.hpp"
#include "sim/underlay/access_parameters.hpp"
#include "sim/workload/content/model.hpp"

namespace rippletank::scenario {

/// The tables of results that can be left out.
enum class ResultTable : std::uint8_t {
  queries,
  hops,
  messages,
  peers,
  downloads,
  reachability,
  requests,
  copies,
  probes,
  servers,
  links,
  connections,
  failures,
  series,
  pings
};

struct Overlay {
  registry::Model protocol;
  registry::Model topology;
  registry::Model placement;  ///< may be empty: as the underlay prefers

  static const registry::Section& section();
};

/// What sets peers apart, besides where they are.
struct Peers {
  double free_riders = 0;   ///< the ratio of peers that share nothing
  registry::Model servers;  ///< may be empty: those that the connections make servers
  std::optional<underlay::AccessParameters> access;  ///< none: as the underlay has it
  std::optional<std::uint32_t> upload_slots;         ///< none: any number
  std::optional<std::uint32_t> upload_queue;         ///< none: any number

  static const registry::Section& section();
};

struct Measure {
  std::vector<ResultTable> tables = {
      ResultTable::queries,  ResultTable::hops,      ResultTable::messages,
      ResultTable::peers,    ResultTable::downloads, ResultTable::reachability,
      ResultTable::requests, ResultTable::copies,    ResultTable::probes,
      ResultTable::servers,  ResultTable::links,     ResultTable::connections,
      ResultTable::failures, ResultTable::series};
  std::optional<double> bin_s;                     ///< of series; none: there are none
  std::optional<std::vector<registry::Id>> items;  ///< that copies follow; none: the first
  std::optional<bool> steady_state;                ///< none: no
  std::optional<bool> theory;                      ///< whether predictions are told; none: no

  static const registry::Section& section();
  bool has(ResultTable table) const;
};

/// One experiment. Together with its input files it determines every byte of its results.
struct Scenario {
  Scenario();

  std::optional<std::string> schema;  ///< ignored: by it an editor finds the JSON Schema
  std::string name = "unnamed";
  std::string description;
  std::uint64_t seed = 1;
  std::optional<double> horizon_s;
  double warm_up_s = 0;
  registry::Model underlay;
  Overlay overlay;
  std::vector<failures::Failure> failures;
  std::optional<failures::FirewallParameters> firewalls;  ///< none: everybody is open
  std::optional<Peers> peers;                             ///< none: all are alike
  std::optional<workload::ContentParameters> content;     ///< none: there is nothing to share
  registry::Model queries;                                ///< may be empty: nobody asks
  registry::Model churn;                                  ///< may be empty: all stay
  Measure measure;

  static const registry::Section& section();
};

/// Why a text is no name for results, or empty: their folder bears it, so every file system must
/// take it.
std::string why_no_name(const std::string& name);

}  // namespace rippletank::scenario

template <>
struct rippletank::registry::ChoiceNames<rippletank::scenario::ResultTable> {
  using Table = rippletank::scenario::ResultTable;
  static constexpr std::array<std::pair<const char*, Table>, 15> names = {
      {{"queries", Table::queries},
       {"hops", Table::hops},
       {"messages", Table::messages},
       {"peers", Table::peers},
       {"downloads", Table::downloads},
       {"reachability", Table::reachability},
       {"requests", Table::requests},
       {"copies", Table::copies},
       {"probes", Table::probes},
       {"servers", Table::servers},
       {"links", Table::links},
       {"connections", Table::connections},
       {"failures", Table::failures},
       {"series", Table::series},
       {"pings", Table::pings}}};
};
