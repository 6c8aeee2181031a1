// The parameters that all networks of equal peers have in common.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "sim/protocols/parts/download_parameters.hpp"
#include "sim/protocols/parts/joining.hpp"
#include "sim/protocols/parts/search_models.hpp"
#include "sim/protocols/parts/unstructured.hpp"
#include "sim/registry/quantity.hpp"
#include "sim/registry/table.hpp"

namespace rippletank::protocols {

/// The base of the parameters of such a protocol. Times as in Gnutella clients.
struct UnstructuredParameters {
  std::uint32_t ttl_hops = 7;
  registry::Model search = usual_search();
  double ping_interval_s = 0;
  std::uint32_t ping_ttl_hops = 7;
  bool ping_when_connected = true;
  double query_memory_s = 600;
  double ping_memory_s = 180;
  double push_memory_s = 600;
  double push_patience_s = 30;
  double choose_s = 1;
  std::optional<JoiningParameters> joining;
  DownloadParameters downloads;
};

UnstructuredSettings settings_of(const UnstructuredParameters& parameters);

/// Who serves in a network whose peers join as they say, or else as is given.
registry::Serving serving(const std::optional<JoiningParameters>& joining,
                          registry::Serving with_joining);

/// What descriptions of spans of time and of hops have in common with all others.
registry::Field span_field(double least_s, const char* description);
registry::Field hops_field(const char* description);

/// Errors:  pings so often that time hardly passes between them; neighbours that are chosen by
///          pongs where these do not tell how far away others are.
void check_pings(const UnstructuredParameters& parameters, bool pongs_tell,
                 registry::Reader& reader);

/// Adds a field of UnstructuredParameters that is a span of time to the table of a protocol.
template <class P>
void add_span(registry::Table<P>& table, const char* name, double UnstructuredParameters::*field,
              double least_s, const char* description) {
  std::move(table).field(name, static_cast<double P::*>(field), span_field(least_s, description));
}

/// Adds the field that says how peers come to be connected.
template <class P>
registry::Table<P>&& with_joining(registry::Table<P>&& table) {
  std::move(table).field(
      "joining", static_cast<std::optional<JoiningParameters> P::*>(&P::joining),
      {.description = "How peers come to be connected. Left out, they are as the "
                      "topology says and stay so; otherwise the topology says "
                      "whose addresses each knows at first."});
  return std::move(table);
}

/// Adds the fields of UnstructuredParameters that say how peers connect and search.
template <class P>
registry::Table<P>&& with_searches(registry::Table<P>&& table) {
  const auto hops = [&table](const char* name, std::uint32_t UnstructuredParameters::*field,
                             const char* description) {
    std::move(table).field(name, static_cast<std::uint32_t P::*>(field), hops_field(description));
  };
  hops("ttl_hops", &P::ttl_hops, "How many hops a query may travel.");
  std::move(table).field("search", static_cast<registry::Model P::*>(&P::search),
                         {.description = "How queries travel.", .catalogue = &searches()});
  std::move(table).field(
      "ping_interval_s", static_cast<double P::*>(&P::ping_interval_s),
      {.unit = "s",
       .range = registry::between(0, core::longest_s),
       .description = "How often each peer asks by a ping who is there, from a random moment on; "
                      "above 0 the scenario needs `horizon_s`. 0: never."});
  hops("ping_ttl_hops", &P::ping_ttl_hops, "How many hops a ping may travel.");
  std::move(table).field("ping_when_connected", static_cast<bool P::*>(&P::ping_when_connected),
                         {.description = "Whether a peer pings, too, when another one has let it "
                                         "connect, as `joining` says, and when it knows nobody "
                                         "else to ask."});
  add_span(table, "query_memory_s", &P::query_memory_s, 0,
           "How long a peer remembers a query, and from whom it came.");
  add_span(table, "ping_memory_s", &P::ping_memory_s, 0, "How long it remembers a ping.");
  return with_joining(std::move(table)).check([](const P& parameters, registry::Reader& reader) {
    const bool pings = parameters.ping_when_connected || parameters.ping_interval_s > 0;
    const bool pongs_tell = pings && parameters.ping_ttl_hops > 1;
    check_pings(parameters, pongs_tell, reader);
  });
}

/// Adds the others, which say how peers fetch what they have found.
template <class P>
registry::Table<P>&& with_fetching(registry::Table<P>&& table) {
  add_span(table, "push_memory_s", &P::push_memory_s, 0, push_memory_description);
  add_span(table, "push_patience_s", &P::push_patience_s, 0.001, push_patience_description);
  add_span(table, "choose_s", &P::choose_s, 0,
           "How long after the first hit a peer fetches what it has found, from those whose hits "
           "have come until then.");
  std::move(table).field("downloads", static_cast<DownloadParameters P::*>(&P::downloads),
                         {.description = "How peers fetch what they have found, if their queries "
                                         "say so."});
  return std::move(table);
}

template <class P>
registry::Table<P>&& with_unstructured(registry::Table<P>&& table) {
  return with_fetching(with_searches(std::move(table)));
}

/// An entry whose parameters P are those and others: a run in which peers ping now and then goes on
/// for ever.
template <class P>
registry::Entry describe_unstructured(std::string name, std::string summary, std::string source,
                                      registry::Section section, registry::Json example) {
  registry::Entry entry =
      registry::describe<P>(std::move(name), std::move(summary), std::move(source),
                            std::move(section), std::move(example));
  entry.endless = [](const void* parameters) {
    const P& all = *static_cast<const P*>(parameters);
    const bool has_web_caches = all.joining && all.joining->web_cache;
    return all.ping_interval_s > 0 ? "ping_interval_s" : has_web_caches ? "web_cache" : "";
  };
  entry.serving = [](const void* parameters) {
    const P& all = *static_cast<const P*>(parameters);
    return serving(all.joining, registry::Serving::as_usual);
  };
  return entry;
}

}  // namespace rippletank::protocols
