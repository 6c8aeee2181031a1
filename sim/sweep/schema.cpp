// Joins the schemas of both kinds of files.
#include "sim/sweep/schema.hpp"

#include "sim/scenario/schema.hpp"
#include "sim/sweep/sweep.hpp"

namespace rippletank::sweep {

registry::Json schema() {
  return {{"$schema", "https://json-schema.org/draft/2020-12/schema"},
          {"title", "rippletank scenario or sweep"},
          {"if", {{"required", {"scenario"}}}},
          {"then", scenario::schema_of_file(Sweep::section(), "rippletank sweep")},
          {"else", scenario::schema()}};
}

}  // namespace rippletank::sweep
