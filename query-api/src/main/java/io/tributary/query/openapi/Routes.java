package io.tributary.query.openapi;

import io.micronaut.http.HttpMethod;
import io.micronaut.http.MediaType;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The server's routes, as its own router has them, of what programs may ask. */
final class Routes {
  private static final List<String> PUBLIC = List.of("/api/", "/admin/", "/health", "/prometheus");

  private final List<UriRouteInfo<?, ?>> routes;

  /** @param path with names in braces */
  record Route(String method, String path, List<String> produces, List<String> consumes) {}

  Routes(Router router) {
    routes = router.uriRoutes().filter(route -> route.getHttpMethod() != HttpMethod.HEAD)
        .filter(route -> PUBLIC.stream().anyMatch(template(route)::startsWith)).toList();
  }

  /** Sorted by path and method. */
  List<Route> all() {
    return routes.stream().map(Routes::route).distinct().sorted(Comparator.comparing(Route::path).thenComparing(Route::method)).toList();
  }

  /** The one that answers an operation: the least general of those that match. */
  Optional<Route> of(Operation operation) {
    var path = operation.examplePath();
    return routes.stream().filter(route -> route.getHttpMethodName().equals(operation.method()) && route.match(path).isPresent())
        .min(Comparator.comparingInt((UriRouteInfo<?, ?> route) -> route.getUriMatchTemplate().getVariableNames().size()))
        .map(Routes::route);
  }

  private static Route route(UriRouteInfo<?, ?> route) {
    return new Route(route.getHttpMethodName(), template(route), names(route.getProduces()), names(route.getConsumes()));
  }

  private static String template(UriRouteInfo<?, ?> route) {
    return route.getUriMatchTemplate().toPathString();
  }

  private static List<String> names(List<MediaType> types) {
    return types.stream().map(MediaType::getName).distinct().toList();
  }
}
