// gpu: peers that do each other's jobs, which travel as Gnutella's queries do.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "sim/core/distributions.hpp"
#include "sim/protocols/parts/unstructured.hpp"
#include "sim/protocols/parts/unstructured_parameters.hpp"

namespace rippletank::protocols {

/// GPU, the Gnutella Processing Unit. A job is the text of a query, as "1,1,+" in postfix notation;
/// a peer that is willing does it instead of passing it on, and its result goes back as a hit.
///
/// Source:  GPU, a Gnutella-based cluster: questions and answers (gpu.sourceforge.net, 2002). The
///          frame around a result is an estimate: that of a QueryHit of Gnutella 0.4.
struct Gpu {
  struct Parameters : UnstructuredParameters {
    Parameters();  // out of line, or GCC 12 warns that parts of it were not initialised

    std::uint32_t job_bytes = 5;
    std::uint32_t result_bytes = 10;
    double willing = 1;
    core::Distribution compute_s{core::Constant{1}};
  };

  static registry::Entry entry();
  static std::vector<std::string> roles() { return {"peer", "web_cache"}; }
  static std::vector<std::string> message_types();
  static UnstructuredPlan plan(const Parameters& parameters);
};

RIPPLETANK_PROTOCOL(gpu, Gpu)

}  // namespace rippletank::protocols
