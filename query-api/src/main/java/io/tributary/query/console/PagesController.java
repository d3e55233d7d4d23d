package io.tributary.query.console;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Produces;
import io.tributary.model.Access;
import io.tributary.model.Share;
import io.tributary.query.access.Control;
import io.tributary.query.http.Errors;

/** The console's pages. They hold no data and need no keys; every script of theirs comes from here, and nothing from elsewhere. */
@Controller
final class PagesController {
  /** The browser may run what this server wrote, talk to this server, and show nothing of it inside another page. */
  static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
      + "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";
  private static final String FOR_GOOD = "public, max-age=31536000, immutable";

  private final Pages pages = Pages.fromClassPath();
  private final Control control;

  PagesController(Control control) {
    this.control = control;
  }

  /** One page that draws all views: which one it is stands in the address. */
  @Get(uris = {"/", "/sign-in", "/cost", "/usage", "/trends", "/orgs", "/live", "/pricing", "/contracts", "/alerts", "/monitors", "/shares",
      "/organizations", "/bill", "/products", "/plan", "/history", "/notifications", "/cloud-costs"})
  @Produces("text/html")
  HttpResponse<?> page() {
    return found("index.html", "").header("Content-Security-Policy", POLICY).header("Referrer-Policy", "no-referrer")
        .header("Cross-Origin-Opener-Policy", "same-origin").header(HttpHeaders.CACHE_CONTROL, "no-cache");
  }

  /** A shared dashboard's page. Other pages may show it only where its sharer named them. */
  @Get("/share/{link}")
  @Produces("text/html")
  HttpResponse<?> shared(String link) {
    var hosts = control.access().shareOf(Access.hash(link)).filter(share -> share.type() == Share.Type.EMBED)
        .map(share -> String.join(" ", share.domains())).filter(names -> !names.isEmpty()).orElse("'none'");
    return found("share.html", "").header("Content-Security-Policy", POLICY.replace("frame-ancestors 'none'", "frame-ancestors " + hosts))
        .header("Referrer-Policy", "no-referrer").header("X-Robots-Tag", "noindex").header(HttpHeaders.CACHE_CONTROL, "no-cache");
  }

  @Get("/favicon.svg")
  @Produces("image/svg+xml")
  HttpResponse<?> icon() {
    return found("favicon.svg", "").header(HttpHeaders.CACHE_CONTROL, "public, max-age=86400");
  }

  /** Their names change with their content. */
  @Get("/assets/{name}")
  @Produces("*/*")
  HttpResponse<?> asset(HttpRequest<?> request, String name) {
    return found("assets/" + name, String.join(",", request.getHeaders().getAll(HttpHeaders.ACCEPT_ENCODING)))
        .header(HttpHeaders.CACHE_CONTROL, FOR_GOOD).header(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
  }

  private MutableHttpResponse<?> found(String name, String accepted) {
    var page = pages.find(name, accepted);
    if (page.isEmpty()) {
      return Errors.answer(HttpStatus.NOT_FOUND, "this build has no " + name);
    }
    var response = HttpResponse.ok(page.get().bytes()).contentType(page.get().type()).header("X-Content-Type-Options", "nosniff");
    page.get().encoding().ifPresent(encoding -> response.header(HttpHeaders.CONTENT_ENCODING, encoding));
    return response;
  }
}
