// Describes setiathome, what its servers find for whom, and what a run of it tells.
#include "sim/protocols/setiathome.hpp"

#include <cmath>

#include "sim/core/pinned_math.hpp"
#include "sim/core/random.hpp"

namespace rippletank::protocols {
namespace {

using registry::between;
using registry::Field;

constexpr double s_per_h = 3600;
constexpr double s_per_day = 86'400;
constexpr double longest_h = core::longest_s / s_per_h;

Field bytes(const char* description) {
  return {.unit = "bytes", .range = between(0, 1e12), .description = description};
}
Field letter_bytes(const char* description) {
  return {.unit = "bytes", .range = between(0, 1e6), .description = description};
}
Field hours(const char* description) {
  return {.unit = "h", .range = between(0, longest_h), .description = description};
}
Field seconds(const char* description) {
  return {.unit = "s", .range = between(0.001, core::longest_s), .description = description};
}
Field copies(const char* description) {
  return {.unit = "copies", .range = between(1, 1000), .description = description};
}

core::Time from_hours(double hours) { return core::from_seconds(hours * s_per_h); }

/// Nothing where there is no whole.
decltype(measure::Figure::value) ratio(double part, double whole) {
  if (whole > 0) return part / whole;
  return {};
}

void check_parameters(const SetiAtHome::Parameters& p, registry::Reader& reader) {
  if (p.copies_max < std::max(p.replication, p.quorum)) {
    reader.error_at("copies_max",
                    fmt::format("expected at least replication ({}) and quorum ({}), got {}: no "
                                "unit could be completed",
                                p.replication, p.quorum, p.copies_max));
  }
  if (p.high_water_h < p.low_water_h) {
    reader.error_at("high_water_h", fmt::format("expected at least low_water_h ({}), got {}",
                                                p.low_water_h, p.high_water_h));
  }
  if (p.backoff_max_s < p.backoff_min_s) {
    reader.error_at("backoff_max_s", fmt::format("expected at least backoff_min_s ({}), got {}",
                                                 p.backoff_min_s, p.backoff_max_s));
  }
}

registry::Table<SetiAtHome::Parameters> work_table() {
  using Parameters = SetiAtHome::Parameters;
  registry::Table<Parameters> table;
  std::move(table)
      .field("units", &Parameters::units,
             {.unit = "units",
              .range = between(1, 1e9),
              .description = "How many units there are. Left out: as many as are asked for."})
      .field("unit_bytes", &Parameters::unit_bytes, bytes("The data of a unit."))
      .field("result_bytes", &Parameters::result_bytes, bytes("A result."))
      .field("request_bytes", &Parameters::request_bytes,
             letter_bytes("What a volunteer sends to ask for work, for the data of a unit, or to "
                          "be allowed to send a result."))
      .field("reply_bytes", &Parameters::reply_bytes,
             letter_bytes("The server's answer, without data."))
      .field("compute_h", &Parameters::compute_h,
             {.unit = "h",
              .range = registry::at_least(0),
              .description = "How long a host of speed 1 computes for a unit."})
      .field("speed", &Parameters::speed,
             {.unit = "times",
              .range = registry::at_least(0),
              .description = "How fast each host is."})
      .field("unit_flop", &Parameters::unit_flop,
             {.unit = "FLOP",
              .range = between(0, 1e24),
              .description = "Floating-point operations in a unit, to tell how many are done per "
                             "second."})
      .field("deadline_h", &Parameters::deadline_h,
             hours("From sending a copy until its result must be back; a copy goes only to a host "
                   "that can meet it. Later the copy counts as lost."))
      .field("replication", &Parameters::replication,
             copies("To how many hosts each unit is sent in any case."))
      .field("quorum", &Parameters::quorum,
             {.unit = "results",
              .range = between(1, 1000),
              .description = "How many equal results complete a unit. Copies are sent until so "
                             "many may come."})
      .field("copies_max", &Parameters::copies_max,
             copies("After how many copies a unit is given up."))
      .field("error_rate", &Parameters::error_rate,
             {.unit = "ratio",
              .range = between(0, 1),
              .description = "Results that are wrong; no two wrong ones are equal."});
  return table;
}

}  // namespace

registry::Entry SetiAtHome::entry() {
  registry::Entry entry = registry::describe<Parameters>(
      "setiathome",
      "Volunteers fetch units of work from a server, compute them offline, and return results.",
      "Anderson et al., SETI@home, Communications of the ACM 45(11), 2002; BOINC wiki, "
      "WorkDistribution and JobReplication. Departs: one connection of a volunteer at a time; "
      "late results are not used; sizes but unit_bytes, copies_max and deadline_h are round "
      "numbers",
      work_table()
          .field("low_water_h", &Parameters::low_water_h,
                 hours("A volunteer asks for work when it has no more than this left to compute."))
          .field("high_water_h", &Parameters::high_water_h,
                 hours("And for as much as fills that up to here; the last unit may go beyond."))
          .field("checkpoint_s", &Parameters::checkpoint_s,
                 seconds("Computing from one checkpoint to the next; a host that is switched off "
                         "goes on from the last."))
          .field("backoff_min_s", &Parameters::backoff_min_s,
                 seconds("A volunteer that cannot reach its server, or gets no work, waits at "
                         "least so long: after n failures in a row a random time from here to "
                         "e^n seconds."))
          .field("backoff_max_s", &Parameters::backoff_max_s, seconds("And no longer than this."))
          .field("patience_s", &Parameters::patience_s,
                 seconds("After how long without an answer a volunteer counts that as a failure."))
          .field("join_spread_s", &Parameters::join_spread_s,
                 {.unit = "s",
                  .range = between(0, core::longest_s),
                  .description = "Volunteers begin at random moments from the start until then."})
          .field("server", &Parameters::server,
                 {.description = "What each server can do at a time. Requests for work and data "
                                 "and to send results are what it serves."})
          .check(check_parameters),
      {{"units", 20}, {"compute_h", 0.001}, {"join_spread_s", 1}});
  entry.endless = [](const void*) { return "setiathome"; };  // volunteers ask again for ever
  return entry;
}

SetiAtHome::SetiAtHome(const Parameters& parameters, const overlay::SetUp& set_up)
    : parameters_(parameters),
      seed_(set_up.seed),
      warm_up_(set_up.warm_up),
      low_water_(from_hours(parameters.low_water_h)),
      high_water_(from_hours(parameters.high_water_h)),
      patience_(core::from_seconds(parameters.patience_s)),
      unit_bytes_(parameters.unit_bytes),
      result_bytes_(parameters.result_bytes),
      servers_(set_up.connections, set_up.servers),
      stations_(parameters.server, servers_, set_up, static_cast<std::uint8_t>(Alarm::served)),
      project_({parameters.units, parameters.replication, parameters.quorum, parameters.copies_max,
                from_hours(parameters.deadline_h), parameters.compute_h, set_up.warm_up},
               set_up.seed) {
  const core::Time checkpoint = core::from_seconds(parameters.checkpoint_s);
  for (core::PeerId peer = 0; peer < set_up.connections.peers(); ++peer) {
    Client& client = clients_.emplace_back(Client{Volunteer(checkpoint, warm_up_)});
    core::Substream speeds(seed_, core::Purpose("setiathome/speed"), peer);
    client.speed = parameters.speed.sample(speeds);
    core::Substream joins(seed_, core::Purpose("setiathome/join"), peer);
    client.contact_from = core::from_seconds(joins.uniform() * parameters.join_spread_s);
  }
}

measure::MessageSize SetiAtHome::size(const overlay::Letter& letter) const {
  switch (static_cast<Type>(letter.type)) {
    case work_request:
    case unit_request:
    case result_request:
      return {parameters_.request_bytes, 0};
    case work_reply:
    case unit_reply:
    case result_reply:
    case busy:
      return {parameters_.reply_bytes, 0};
  }
  return {};
}

core::Time SetiAtHome::back_off(core::PeerId peer, std::uint32_t failures) {
  const std::uint64_t entity = (std::uint64_t{peer} << 32U) | clients_[peer].waits++;
  core::Substream stream(seed_, core::Purpose("setiathome/backoff"), entity);
  const double least_s = parameters_.backoff_min_s;
  const double most_s = std::max(least_s, std::min(core::exp(failures), parameters_.backoff_max_s));
  return core::from_seconds(least_s + stream.uniform() * (most_s - least_s));
}

std::uint32_t SetiAtHome::wanted_s(const Client& client) const {
  const core::Time wanted = high_water_ - client.work.queued();
  // A queue without marks still asks for one unit at a time.
  return static_cast<std::uint32_t>(
      std::max<core::Time>(1, (wanted + core::second - 1) / core::second));
}

bool SetiAtHome::is_right(CopyId copy) const {
  const std::uint64_t entity = (std::uint64_t{project_.unit(copy)} << 32U) | project_.host(copy);
  core::Substream stream(seed_, core::Purpose("setiathome/error"), entity);
  return !stream.chance(parameters_.error_rate);
}

std::uint32_t SetiAtHome::find_work(core::Time now, core::PeerId client, std::uint32_t wanted_s) {
  if (project_.is_finished(now)) return all_done;
  const core::Time wanted = core::Time{wanted_s} * core::second;
  const Project::Batch batch = project_.assign(
      now, {client, clients_[client].speed, wanted, std::max<core::Time>(0, high_water_ - wanted)});
  return batch.empty() ? no_copy : batch.first;
}

double SetiAtHome::counted_s(core::Time end) const {
  return core::to_seconds(std::max<core::Time>(0, end - warm_up_));
}

std::vector<measure::Figure> SetiAtHome::unit_figures(core::Time end) {
  const Project::Census units = project_.census(end);
  const ProjectCount& count = project_.count();
  const auto completed = static_cast<double>(count.completed);
  return {
      {"units_completed", "units", "Units of which enough equal results came.", count.completed},
      {"units_wrong", "units", "Those of them that were completed by a wrong result.", count.wrong},
      {"units_given_up", "units", "Units without enough equal results among all their copies.",
       count.given_up},
      {"units_out", "units", "Units at volunteers within their deadline, at the end.", units.out},
      {"units_waiting", "units",
       "Units that were still to be made or sent, at the end, and none of whose copies was out.",
       units.waiting},
      {"units_per_day", "units/day", "Units completed, divided by the time after the warm-up.",
       ratio(completed * s_per_day, counted_s(end))},
      {"turnaround_h_mean", "h", "From sending a unit first to completing it; mean over these.",
       ratio(count.turnaround_ns / 1e9 / s_per_h, completed)},
  };
}

std::vector<measure::Figure> SetiAtHome::result_figures() const {
  const ProjectCount& count = project_.count();
  return {
      {"copies_sent", "copies", "Copies of units that volunteers were sent.", count.copies},
      {"copies_reissued", "copies",
       "Those beyond the replication, as results were lost or did not agree.", count.reissued},
      {"copies_expired", "copies", "Copies whose deadline passed without a result.", count.expired},
      {"results_received", "results", "Results that came back.", count.received},
      {"results_valid", "results", "Results that completed a unit.", count.valid},
      {"results_invalid", "results",
       "Results that did not agree with those which completed their unit, or of one given up.",
       count.invalid},
      {"results_redundant", "results", "Results that came when their unit was decided already.",
       count.redundant},
      {"results_late", "results", "Results that came after their deadline.", count.late},
      {"results_undecided", "results", "Results that waited for others at the end.",
       project_.undecided()},
  };
}

std::vector<measure::Figure> SetiAtHome::computing_figures(core::Time end) {
  const ProjectCount& count = project_.count();
  double computing_s = 0;
  double lost_s = 0;
  double idle_s = 0;
  for (core::PeerId peer = 0; peer < clients_.size(); ++peer) {
    if (servers_.is_server(peer)) continue;
    clients_[peer].work.advance(end);
    const Volunteer::Spent& spent = clients_[peer].work.spent();
    computing_s += core::to_seconds(spent.computing);
    lost_s += core::to_seconds(spent.lost);
    idle_s += core::to_seconds(spent.idle);
  }
  const double gflop =
      static_cast<double>(count.completed - count.wrong) * parameters_.unit_flop / 1e9;
  return {
      {"computing_h", "h", "Computing of all volunteers.", computing_s / s_per_h},
      {"computing_wasted_h", "h",
       "Computing for results that were not valid, or lost since the last checkpoint.",
       (count.wasted_ns / 1e9 + lost_s) / s_per_h},
      {"idle_share", "ratio", "Of the time that volunteers' machines were on: without a unit.",
       ratio(idle_s, idle_s + computing_s)},
      {"attempts_failed", "attempts", "Times that a volunteer did not get through to a server.",
       failed_attempts_},
      {"useful_gflop_s", "GFLOP/s",
       "Operations of units completed rightly, divided by the time after the warm-up.",
       ratio(gflop, counted_s(end))},
  };
}

std::vector<measure::Figure> SetiAtHome::figures(core::Time end) {
  std::vector<measure::Figure> all = unit_figures(end);
  for (const measure::Figure& figure : result_figures()) all.push_back(figure);
  for (const measure::Figure& figure : computing_figures(end)) all.push_back(figure);
  return all;
}

}  // namespace rippletank::protocols
