// The parameter tables of a scenario and the conditions between its sections.
#include "sim/scenario/scenario.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "sim/core/time.hpp"
#include "sim/failures/catalogue.hpp"
#include "sim/protocols/catalogue.hpp"
#include "sim/registry/table.hpp"
#include "sim/underlay/catalogue.hpp"
#include "sim/workload/churn/model.hpp"
#include "sim/workload/model.hpp"
#include "topologies/catalogue.hpp"

namespace rippletank::scenario {
namespace {

using registry::between;
using registry::more_than_up_to;
using registry::Reader;
using registry::Section;
using registry::Table;

/// Free riders are found among those who would share.
void check_free_riders(const Scenario& scenario, Reader& reader) {
  if (reader.has_mistakes_at("peers") || reader.has_mistakes_at("content")) return;
  if (!scenario.peers || scenario.peers->free_riders == 0) return;
  const Reader::Step peers = reader.enter("peers");
  if (!scenario.content) {
    reader.error_at("free_riders",
                    "without \"content\" there is nothing to share; add that to the scenario, or "
                    "leave this out");
  } else if (scenario.content->replication_is_a_file()) {
    reader.error_at("free_riders",
                    "the file of /content/replication says what each peer holds; leave this out");
  }
}

void check_measure(const Measure& measure, Reader& reader) {
  if (!measure.bin_s || measure.has(ResultTable::series)) return;
  reader.error_at(
      "bin_s",
      "it is the width of the bins of \"series\"; add that to \"tables\", or leave this "
      "out");
}

/// The names of all protocols for which something is true, for advice.
template <class IsTrue>
std::string protocols_that(IsTrue is_true) {
  std::vector<std::string> names;
  for (const registry::Entry* entry : protocols::catalogue().entries) {
    if (is_true(*entry)) names.push_back(entry->name);
  }
  return fmt::format("{}", fmt::join(names, ", "));
}

/// What the protocol says of queries.
void check_protocol(const Scenario& scenario, Reader& reader) {
  if (reader.has_mistakes_at("overlay") || !scenario.overlay.protocol) return;
  const registry::Entry& protocol = *scenario.overlay.protocol.entry;
  const protocols::Nature nature = protocols::nature(protocol);
  if (scenario.queries && !nature.takes_queries) {
    reader.error_at("queries", fmt::format("the peers of \"{}\" ask no queries; leave this out",
                                           protocol.name));
  }
}

/// What peers do by themselves may never end: then only a horizon ends the run.
void check_protocol_ends(const Scenario& scenario, Reader& reader) {
  const registry::Model& protocol = scenario.overlay.protocol;
  if (reader.has_mistakes_at("overlay") || scenario.horizon_s) return;
  if (!protocol || !protocol.entry->endless) return;
  const std::string parameter = protocol.entry->endless(protocol.parameters.get());
  if (parameter.empty()) return;
  const Reader::Step overlay = reader.enter("overlay");
  const Reader::Step rules = reader.enter("protocol");
  reader.error(
      fmt::format("with \"{}\" a run may never end; add a \"horizon_s\" to the scenario, for "
                  "example 600",
                  parameter));
}

/// Only some protocols have servers, and in these clients try again and again to reach one.
void check_servers(const Scenario& scenario, Reader& reader) {
  if (reader.has_mistakes_at("overlay") || !scenario.overlay.protocol) return;
  const registry::Entry& protocol = *scenario.overlay.protocol.entry;
  const protocols::Nature nature = protocols::nature(scenario.overlay.protocol);
  if (!reader.has_mistakes_at("peers") && scenario.peers && scenario.peers->servers &&
      !nature.has_servers) {
    const std::string with_servers = protocols_that(
        [](const registry::Entry& entry) { return protocols::nature(entry).has_servers; });
    const Reader::Step peers = reader.enter("peers");
    reader.error_at(
        "servers",
        fmt::format("\"{}\" has no servers; leave this out,{} or choose a "
                    "protocol that has some: {}",
                    protocol.name, protocol.serving ? " let peers join by a \"web_cache\"," : "",
                    with_servers));
  }
  if (reader.has_mistakes_at("failures") || reader.has_mistakes_at("horizon_s")) return;
  const bool for_good = std::any_of(
      scenario.failures.begin(), scenario.failures.end(),
      [](const failures::Failure& failure) { return failure.duration_s == std::nullopt; });
  if (for_good && nature.is_served() && !scenario.horizon_s) {
    reader.error_at(
        "failures",
        fmt::format("what fails for good may be a server, which clients of \"{}\" then "
                    "may try for ever to reach; add a \"horizon_s\" to the scenario, for "
                    "example 600, or a \"duration_s\" to each failure",
                    protocol.name));
  }
}

/// What fails again and again would do so for ever.
void check_failures_end(const Scenario& scenario, Reader& reader) {
  if (reader.has_mistakes_at("failures") || scenario.horizon_s) return;
  const Reader::Step failures = reader.enter("failures");
  for (std::size_t i = 0; i < scenario.failures.size(); ++i) {
    const failures::Failure& failure = scenario.failures[i];
    if (!failure.recurs() || failure.until_s) continue;
    const Reader::Step at = reader.enter(i);
    reader.error_at(failure.every_s ? "every_s" : "rate_per_hour",
                    "it fails again and again, and this never ends; add an \"until_s\" here, or a "
                    "\"horizon_s\" to the scenario, for example 600");
  }
}

/// A queue is for those that find no slot.
void check_upload_queue(const Scenario& scenario, Reader& reader) {
  if (!scenario.peers->upload_queue || scenario.peers->upload_slots) return;
  const Reader::Step peers = reader.enter("peers");
  reader.error_at("upload_queue",
                  "without \"upload_slots\" nobody waits; add that, or leave this out");
}

std::string downloads_advice(const registry::Entry& protocol) {
  return fmt::format(
      "\"{}\" has no downloads; leave this out, or choose a protocol that has some: {}",
      protocol.name, protocols_that(protocols::has_downloads));
}

/// Where nobody fetches anything, what is said of it would go unheard.
void check_downloads(const Scenario& scenario, Reader& reader) {
  if (reader.has_mistakes_at("overlay") || !scenario.overlay.protocol) return;
  const registry::Entry& protocol = *scenario.overlay.protocol.entry;
  const bool has_peers = scenario.peers && !reader.has_mistakes_at("peers");
  const bool queries_are_read = scenario.queries && !reader.has_mistakes_at("queries");
  const bool fetches =
      queries_are_read &&
      workload::query_model(scenario.queries).downloads(scenario.queries.parameters.get());
  if (protocols::has_downloads(protocol)) {
    if (has_peers) check_upload_queue(scenario, reader);
    if (fetches && !scenario.content && !reader.has_mistakes_at("content")) {
      const Reader::Step queries = reader.enter("queries");
      reader.error_at("download",
                      "without \"content\" nobody holds anything to fetch; add that to the "
                      "scenario, or leave this out");
    }
    return;
  }
  if (has_peers) {
    const Reader::Step peers = reader.enter("peers");
    if (scenario.peers->upload_slots) {
      reader.error_at("upload_slots", downloads_advice(protocol));
    }
    if (scenario.peers->upload_queue) {
      reader.error_at("upload_queue", downloads_advice(protocol));
    }
  }
  if (fetches) {
    const Reader::Step queries = reader.enter("queries");
    reader.error_at("download", downloads_advice(protocol));
  }
}

void check_scenario(const Scenario& scenario, Reader& reader) {
  check_free_riders(scenario, reader);
  check_protocol(scenario, reader);
  check_servers(scenario, reader);
  check_downloads(scenario, reader);
  if (const std::string reason = why_no_name(scenario.name);
      !reader.has_mistakes_at("name") && !reason.empty()) {
    reader.error_at("name", reason);
  }
  if (reader.has_mistakes_at("horizon_s")) return;
  if (scenario.horizon_s && !reader.has_mistakes_at("warm_up_s") &&
      scenario.warm_up_s >= *scenario.horizon_s) {
    reader.error_at("warm_up_s",
                    fmt::format("expected less than horizon_s ({}), got {}: nothing would be "
                                "left to count",
                                *scenario.horizon_s, scenario.warm_up_s));
  }
  check_protocol_ends(scenario, reader);
  check_failures_end(scenario, reader);
  if (scenario.churn && !scenario.horizon_s) {
    reader.error_at("churn",
                    "who comes and goes may do so for ever, and others may wait for them; add a "
                    "\"horizon_s\" to the scenario, for example 3600");
  }
  if (scenario.queries && workload::query_model(scenario.queries).endless && !scenario.horizon_s) {
    reader.error_at("queries", fmt::format("\"{}\" queries never end; add a \"horizon_s\" to the "
                                           "scenario, for example 600",
                                           scenario.queries.entry->name));
  }
}

}  // namespace

std::string why_no_name(const std::string& name) {
  constexpr std::size_t longest = 100;
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.';
  };
  if (!name.empty() && name.size() <= longest && name.front() != '.' &&
      std::all_of(name.begin(), name.end(), allowed)) {
    return {};
  }
  return "expected 1 to 100 letters, digits, _, - or . and no . in front (it names the result "
         "folder), got " +
         registry::found(name);
}

const Section& Overlay::section() {
  static const Section table =
      Table<Overlay>{}
          .required("protocol", &Overlay::protocol,
                    {.description = "The rules by which peers act.",
                     .catalogue = &protocols::catalogue()})
          .required(
              "topology", &Overlay::topology,
              {.description = "Who is connected to whom.", .catalogue = &topologies::catalogue()})
          .field("placement", &Overlay::placement,
                 {.description = "Which host each peer runs on; left out, one each on a `physical` "
                                 "underlay, random on an `internet` (routers) and a `matrix`. "
                                 "`direct` has no hosts, and `regions` are filled by their shares.",
                  .catalogue = &underlay::placements()});
  return table;
}

const Section& Peers::section() {
  static const Section table =
      Table<Peers>{}
          .field(
              "free_riders", &Peers::free_riders,
              {.unit = "ratio",
               .range = between(0, 1),
               .description =
                   "Peers that share no items, chosen at random: so many of all, rounded down. A "
                   "quarter of Gnutella's were (Saroiu et al., MMCN 2002)."})
          .field(
              "servers", &Peers::servers,
              {.description = "Peers that serve the others, in a protocol that has servers. "
                              "Left out: those with more than one connection, or, if all have "
                              "or none, the first of those with the most. Others "
                              "know the servers that they are connected to, or else all of them, "
                              "and turn to the next when theirs is gone. Servers hold no items, "
                              "unless they are super-peers or a file of the replication says so.",
               .catalogue = &failures::peer_choices()})
          .field("access", &Peers::access,
                 {.description = "The links that join peers to the network. Their latency is "
                                 "added to that of each way, and files share their speed; on an "
                                 "`internet` messages wait for them, too. Left out, peers of an "
                                 "`internet` have those that it says, and others none. The cables "
                                 "of `physical` hosts are theirs."})
          .field("upload_slots", &Peers::upload_slots,
                 {.unit = "downloads",
                  .range = between(1, 1e9),
                  .description = "How many downloads a peer serves at a time; others wait in the "
                                 "order of their asking. Left out: any number."})
          .field("upload_queue", &Peers::upload_queue,
                 {.unit = "downloads",
                  .range = between(0, 1e9),
                  .description = "How many may wait for a slot of a peer; more are refused. Left "
                                 "out: any number. In `waste` none waits, whatever this says."});
  return table;
}

const Section& Measure::section() {
  static const Section table =
      Table<Measure>{}
          .field(
              "tables", &Measure::tables,
              {.description =
                   "Result tables to write; summary.json is always written. `links` there is "
                   "only of an underlay with links, `failures` if something is to fail, "
                   "`servers` and `downloads` if there are any, with `reachability` if there are "
                   "firewalls besides, `connections` if peers make "
                   "them during the run, `series` with a `bin_s`, `requests`, `copies` and "
                   "`probes` where protocols have them. "
                   "`pings` is written on request, for every pair of at most 2,000 peers, and "
                   "needs an underlay other than `direct`."})
          .field("bin_s", &Measure::bin_s,
                 {.unit = "s",
                  .range = registry::between(1e-9, core::longest_s),
                  .description = "The width of the bins of time of `series`: who was online, what "
                                 "was sent, asked and answered and how busy servers were in each. "
                                 "At most a million bins and ten million rows. Left out: no "
                                 "series."})
          .field("items", &Measure::items,
                 {.description = "Items whose copies the table `copies` follows, in protocols "
                                 "whose peers keep copies of what passes. Left out: the first "
                                 "ten, which are the most popular ones unless their popularity "
                                 "says otherwise."})
          .field("steady_state", &Measure::steady_state,
                 {.description = "Whether summary.json also tells, of what is measured per query, "
                                 "where the warm-up ends (MSER-5) and the mean of the rest with "
                                 "its 95 % interval (batch means): for one long run whose load "
                                 "stays the same. Left out: no."})
          .field("theory", &Measure::theory,
                 {.description = "Whether summary.json and the summary on the terminal hold what "
                                 "closed forms predict beside what was counted, as `rippletank "
                                 "theory` shows it; of repetitions each summary.json. Left out: "
                                 "no."})
          .check(check_measure);
  return table;
}

bool Measure::has(ResultTable table) const {
  return std::find(tables.begin(), tables.end(), table) != tables.end();
}

Scenario::Scenario() : underlay(registry::example_model(*underlay::catalogue().find("direct"))) {}

const Section& Scenario::section() {
  static const Section table =
      Table<Scenario>{}
          .field("$schema", &Scenario::schema,
                 {.description = "Where an editor finds the JSON Schema; ignored."})
          .field("name", &Scenario::name,
                 {.description = "Names the result folder: letters, digits, _, - and dots."})
          .field("description", &Scenario::description,
                 {.description = "What the experiment asks, for people."})
          .field("seed", &Scenario::seed,
                 {.description = "Root of all random numbers: same seed, same results."})
          .field("horizon_s", &Scenario::horizon_s,
                 {.unit = "s",
                  .range = between(1e-9, core::longest_s),
                  .description = "End of virtual time; without it a run ends when nothing is left "
                                 "to happen."})
          .field("warm_up_s", &Scenario::warm_up_s,
                 {.unit = "s",
                  .range = between(0, core::longest_s),
                  .description = "Queries that start earlier are played out but counted nowhere, "
                                 "save in links.csv."})
          .field("underlay", &Scenario::underlay,
                 {.description = "What carries the messages.", .catalogue = &underlay::catalogue()})
          .required("overlay", &Scenario::overlay,
                    {.description = "The network of peers and the protocol it runs."})
          .field(
              "failures", &Scenario::failures,
              {.description = "What fails, and when: peers of the overlay, who reaches whom, and "
                              "parts of a `physical` underlay. A peer that is offline asks "
                              "nothing; one whose host is down goes on asking, but nothing "
                              "gets through."})
          .field("firewalls", &Scenario::firewalls,
                 {.description = "Who cannot be connected to, and what helps; left out, everybody "
                                 "can be. Connections of which neither end lets the other connect "
                                 "do not come about."})
          .field("churn", &Scenario::churn,
                 {.description = "Who comes and goes by themselves, and when: left out, all are "
                                 "online all the time. A peer that is offline asks nothing, and "
                                 "what arrives there is dropped; what it still knows when it is "
                                 "back, its protocol says. Needs a `horizon_s`.",
                  .catalogue = &workload::churn_models()})
          .field("peers", &Scenario::peers,
                 {.description = "What sets peers apart; left out, nothing does."})
          .field("content", &Scenario::content,
                 {.description = "The items that peers share and ask for; left out, there are "
                                 "none."})
          .field("queries", &Scenario::queries,
                 {.description = "Who asks when; left out, nobody does.",
                  .catalogue = &workload::catalogue()})
          .field("measure", &Scenario::measure, {.description = "What is written as results."})
          .check_despite_mistakes(check_scenario);
  return table;
}

}  // namespace rippletank::scenario
