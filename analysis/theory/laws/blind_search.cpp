// blind_search: how many peers are asked at random until one holds the item.
#include "analysis/theory/circumstances.hpp"
#include "analysis/theory/laws.hpp"
#include "analysis/theory/replication.hpp"

namespace rippletank::theory {
namespace {

struct Copies {
  std::vector<double> asked;   ///< [item] the probability that it is asked for
  std::vector<double> copies;  ///< [item]
  bool all_exist = true;       ///< whether there is a copy of each that is asked for

  explicit Copies(const overlay::Content& content) : asked(probabilities(content.popularity())) {
    for (core::ItemId item = 0; item < content.items(); ++item) {
      copies.push_back(static_cast<double>(content.holders(item).size()));
      if (copies.back() == 0 && asked[item] > 0) all_exist = false;
    }
  }
};

/// The closed form of a replication; nothing where there is none.
std::optional<double> closed_form(const std::string& replication, const Copies& copies,
                                  double copies_per_peer) {
  if (replication == "uniform" || replication == "proportional") {
    return probes_uniform(static_cast<double>(copies.asked.size()), copies_per_peer);
  }
  if (replication == "square_root") return probes_square_root(copies.asked, copies_per_peer);
  return {};
}

std::optional<Findings> find_blind_search(const Subject& subject) {
  const bool searches = !subject.model("/overlay/protocol/search").empty();
  if (!searches || !subject.scenario().queries || !subject.items().content) return {};
  const overlay::Content& content = *subject.items().content;
  const Copies copies(content);
  if (content.items() == 0 || !copies.all_exist) return {};
  const double per_peer = content.copies() / subject.peers();
  const std::string replication = subject.model("/content/replication");
  const double placed = expected_probes(copies.asked, copies.copies, subject.peers());
  Findings findings;
  findings.title = "Peers asked at random until one holds the item";
  if (const auto probes = closed_form(replication, copies, per_peer)) {
    findings.predictions.push_back({"probes_mean", "peers to ask, copies " + replication, "peers",
                                    *probes, Strength::expectation, placed});
  } else {
    Prediction made{"probes_mean", "peers to ask, copies as placed", "peers", placed,
                    Strength::expectation};
    made.why_not = "searches follow connections";
    findings.predictions.push_back(made);
  }
  Prediction least{"probes_least",
                   "with the same copies, best shared out",
                   "peers",
                   probes_square_root(copies.asked, per_peer),
                   Strength::lower_bound,
                   placed};
  findings.predictions.push_back(least);
  findings.assumptions = {
      "Peers are asked blindly, all alike, the same one perhaps again.",
      "Copies may be fractions; those in the run are whole, one of each item at least.",
      "In the run: the mean over items with the copies that were placed."};
  findings.violations = losses(subject);
  findings.sources = {"Cohen & Shenker, Replication strategies, SIGCOMM 2002"};
  return findings;
}

}  // namespace

Law blind_search_law() {
  return {"blind_search",
          "How many peers are asked at random until one holds an item, for networks that search "
          "content without an index.",
          find_blind_search};
}

}  // namespace rippletank::theory
