// Writes series.csv: counts and means per bin of time.
#include "sim/run/series_table.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "sim/io/csv_file.hpp"
#include "sim/measure/median.hpp"
#include "sim/protocols/catalogue.hpp"
#include "sim/run/readable.hpp"
#include "sim/run/table_columns.hpp"

namespace rippletank::run {
namespace {

using core::Time;

constexpr std::uint64_t most_rows = 10'000'000;

[[noreturn]] void refuse_bins(std::string reason) {
  throw registry::InputError(registry::Diagnostic{"", 0, "/measure/bin_s", std::move(reason)});
}

/// How many metrics each bin has; as gather() makes them.
std::uint64_t metrics_per_bin(const scenario::Scenario& scenario, const Network& network) {
  const registry::Entry& protocol = *scenario.overlay.protocol.entry;
  const std::uint64_t of_stores_and_probes = protocols::nature(protocol).keeps_copies ? 7 : 0;
  return 5 + 2 * protocols::message_types(protocol).size() +
         3 * servers_of(scenario, network).size() + of_stores_and_probes;
}

/// The bins of a run.
struct Bins {
  Time width = core::never;
  Time begin = 0;  ///< the end of the warm-up
  Time end = 0;    ///< of the run

  Time first() const { return begin / width; }
  /// The one after the last, in which what happens at the very end is, too.
  Time last() const { return std::max(end - 1, Time{0}) / width + 1; }
  std::uint64_t count() const {
    return static_cast<std::uint64_t>(end < begin ? 0 : std::max(last() - first(), Time{0}));
  }
  /// How much of a bin lies between begin and end.
  Time covered(std::size_t bin) const {
    const Time from = static_cast<Time>(bin) * width;
    return std::min(core::later(from, width), end) - std::max(from, begin);
  }
};

/// A metric and its value in each bin.
struct Series {
  using Value = std::variant<std::uint64_t, std::optional<double>>;
  std::string metric;
  std::function<Value(std::size_t bin)> at;
};

/// Gathers the series of a run.
class Gathering {
 public:
  Gathering(const Outcome& outcome, const Bins& bins) : outcome_(outcome), bins_(bins) {
    add_mean("peers_online", outcome.measures.attendance.curve(), 1);
    add_remains();
    add_queries();
    add_messages();
    for (const measure::ServerRecord& server : outcome.measures.servers) add_server(server);
    if (outcome.measures.stores) add_stores(*outcome.measures.stores);
    if (!outcome.measures.probes.empty()) add_probes();
  }

  const std::vector<Series>& all() const { return all_; }

 private:
  /// `in_bin(bin)` counts what happened in a bin.
  template <class InBin>
  void add_count(std::string metric, InBin in_bin) {
    const auto last = static_cast<std::size_t>(bins_.last()) - 1;
    all_.push_back({std::move(metric), [in_bin, last](std::size_t bin) -> Series::Value {
                      std::uint64_t count = in_bin(bin);
                      if (bin == last) count += in_bin(bin + 1);
                      return count;
                    }});
  }

  void add_mean(std::string metric, measure::StepCurve curve, std::uint32_t parts) {
    curve.go_on(bins_.end);
    all_.push_back(
        {std::move(metric),
         [bins = bins_, curve = std::move(curve), parts](std::size_t bin) -> Series::Value {
           const Time covered = bins.covered(bin);
           if (covered <= 0) return std::optional<double>();
           const double integral = bin < curve.bins().size() ? curve.bins()[bin].integral_ns : 0;
           return std::optional(integral / static_cast<double>(covered) / parts);
         }});
  }

  /// After the last bin at whose end something was to follow, all stays as it is.
  void add_remains() {
    const auto at = [&record = outcome_.record](std::size_t bin) -> const Remains& {
      return bin < record.bins.size() ? record.bins[bin] : *record.at_end;
    };
    all_.push_back({"components", [at](std::size_t bin) -> Series::Value {
                      return std::uint64_t{at(bin).components};
                    }});
    all_.push_back({"largest_component", [at](std::size_t bin) -> Series::Value {
                      return std::uint64_t{at(bin).largest_component};
                    }});
  }

  void add_queries() {
    measure::BinnedCount started(bins_.width);
    measure::BinnedCount answered(bins_.width);
    for (const measure::QueryRecord& query : outcome_.measures.queries) {
      started.add(query.start);
      if (query.first_hit) answered.add(query.start + *query.first_hit);
    }
    add_count("queries", [started](std::size_t bin) { return started.in_bin(bin); });
    add_count("queries_answered", [answered](std::size_t bin) { return answered.in_bin(bin); });
  }

  void add_messages() {
    const overlay::Measures& measures = outcome_.measures;
    for (std::size_t type = 0; type < measures.messages.size(); ++type) {
      const auto in_bin = [&sent = measures.sent, type](std::size_t bin) {
        return sent.in_bin(type, bin);
      };
      const std::string& name = measures.messages[type].type;
      if (name.empty()) continue;
      add_count("messages_" + name, [in_bin](std::size_t bin) { return in_bin(bin).messages; });
      add_count("bytes_" + name, [in_bin](std::size_t bin) { return in_bin(bin).bytes; });
    }
  }

  void add_server(const measure::ServerRecord& server) {
    const std::string name = "server_" + outcome_.network.peer_name(server.server);
    add_count(name + "_requests",
              [&arrivals = server.arrivals](std::size_t bin) { return arrivals.in_bin(bin); });
    add_mean(name + "_utilisation", server.busy, server.workers);
    add_mean(name + "_waiting_mean", server.waiting, 1);
  }

  void add_stores(const measure::StoreRecord& stores) {
    add_mean("copies", stores.copies, 1);
    add_mean("store_bytes", stores.bytes, 1);
    add_count("copies_stored",
              [&stored = stores.stored_in](std::size_t bin) { return stored.in_bin(bin); });
    add_count("copies_evicted",
              [&evicted = stores.evicted_in](std::size_t bin) { return evicted.in_bin(bin); });
  }

  /// A probe at the end of a bin sees what that has left: it belongs to it.
  void add_probes() {
    const auto last = static_cast<std::size_t>(bins_.last()) - 1;
    std::vector<std::vector<std::uint32_t>> paths(last + 1);
    std::vector<std::uint64_t> found(last + 1);
    for (const measure::ProbeRecord& probe : outcome_.measures.probes) {
      const Time before = std::max(probe.time - 1, Time{0});
      const std::size_t bin = std::min(measure::bin_of(before, bins_.width), last);
      paths[bin].push_back(probe.path_hops);
      found[bin] += probe.outcome == measure::RequestOutcome::found ? 1 : 0;
    }
    std::vector<std::uint64_t> counts;
    std::vector<std::optional<double>> medians;
    for (std::vector<std::uint32_t>& bin : paths) {
      counts.push_back(bin.size());
      medians.push_back(measure::median(bin));
    }
    all_.push_back({"probes", [counts](std::size_t bin) -> Series::Value { return counts[bin]; }});
    all_.push_back(
        {"probes_found", [found](std::size_t bin) -> Series::Value { return found[bin]; }});
    all_.push_back(
        {"probe_path_hops", [medians](std::size_t bin) -> Series::Value { return medians[bin]; }});
  }

  const Outcome& outcome_;
  Bins bins_;
  std::vector<Series> all_;
};

}  // namespace

Time bin_of_series(const scenario::Scenario& scenario) {
  const scenario::Measure& measure = scenario.measure;
  if (!measure.bin_s || !measure.has(scenario::ResultTable::series)) return core::never;
  return std::max(core::from_seconds(*measure.bin_s), Time{1});
}

void check_series(const scenario::Scenario& scenario, const Network& network, Time end) {
  const Bins bins{bin_of_series(scenario), core::from_seconds(scenario.warm_up_s), end};
  if (bins.width == core::never) return;
  const std::uint64_t metrics = metrics_per_bin(scenario, network);
  const std::uint64_t most = std::min<std::uint64_t>(most_rows / metrics, measure::most_bins);
  if (bins.count() <= most) return;
  // A little more than needed, so that it can be written with three digits.
  const double needed_s =
      1.01 * core::to_seconds(bins.end - bins.begin) / static_cast<double>(most);
  refuse_bins(fmt::format(
      "expected at least {:.3g} here, got {}: {} bins of {} numbers are too many", needed_s,
      *scenario.measure.bin_s, readable_count(static_cast<double>(bins.count())), metrics));
}

void refuse_bins(const scenario::Scenario& scenario) {
  refuse_bins(fmt::format(
      "expected more than {}, as the run has not ended after {} bins; or add a \"horizon_s\"",
      *scenario.measure.bin_s, readable_count(static_cast<double>(measure::most_bins))));
}

void write_series(const scenario::Scenario& scenario, const Outcome& outcome,
                  const std::filesystem::path& file) {
  const Time width = bin_of_series(scenario);
  if (width == core::never) return;
  const Bins bins{width, core::from_seconds(scenario.warm_up_s), outcome.online};
  const Gathering gathering(outcome, bins);
  io::CsvFile csv(file, series_columns().names());
  const auto first = static_cast<std::size_t>(bins.first());
  for (std::size_t bin = first; bin < first + bins.count(); ++bin) {
    const double time_s = core::to_seconds(static_cast<Time>(bin) * width);
    for (const Series& series : gathering.all()) {
      std::visit([&](const auto& value) { csv.row(time_s, series.metric, value); }, series.at(bin));
    }
  }
  csv.close();
}

}  // namespace rippletank::run
