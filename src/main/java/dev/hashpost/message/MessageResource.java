package dev.hashpost.message;

import dev.hashpost.http.Accept;
import dev.hashpost.http.Answer;
import dev.hashpost.http.ConditionalAnswer;
import dev.hashpost.http.DigestFields;
import dev.hashpost.http.DirectExchange;
import dev.hashpost.http.MemoryBudget;
import dev.hashpost.http.RequestBodies;
import dev.hashpost.http.Route;
import dev.hashpost.persistence.Waiting;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.NotAcceptableException;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;

/** Messages over HTTP: post one, get it back by its digest. */
@Path("messages")
@Singleton
public class MessageResource {
    @Produces
    static final Route ALL = new Route("/messages", "POST 201 400 413 415 500 503");

    @Produces
    static final Route ONE = new Route("/messages/{digest}", "GET 200 304 404 406 500 503", "HEAD 200 404");

    private final Messages messages;
    private final MessageLimits limits;
    private final MemoryBudget memory;

    @Inject
    public MessageResource(Messages messages, MessageLimits limits, MemoryBudget memory) {
        this.messages = messages;
        this.limits = limits;
        this.memory = memory;
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    public Response post(InputStream in, @Context HttpHeaders request, @Context HttpServletRequest servletRequest) {
        if (request.getMediaType() == null) {
            throw new NotSupportedException(); // JAX-RS takes an untyped body for whatever is consumed here.
        }
        RequestBodies.refuseCodings(request);
        byte[] body = RequestBodies.read(
                in, servletRequest.getContentLengthLong(), limits.jsonBytes(), memory.of(servletRequest));
        DigestFields.check(request, body);
        Posting posting = JsonPosting.parse(body, limits.messageBytes());
        Digest digest = Waiting.outcomeOf(messages.post(posting)).message().digest();
        return CachedMessage.answerToPost(digest).toResponse();
    }

    @GET
    @Path("{digest}")
    public Response get(
            @PathParam("digest") String asked,
            @Context HttpHeaders request,
            @Context HttpServletRequest servletRequest) {
        Digest digest = Digest.parse(asked).orElseThrow(() -> new MessageNotFoundException(asked));
        CachedMessage held = DirectExchange.handedOver(servletRequest, CachedMessage.class)
                .orElseGet(() -> Waiting.outcomeOf(messages.find(digest)));
        if (!Accept.allows(request, "application", "json")) {
            throw new NotAcceptableException();
        }
        memory.of(servletRequest)
                .growTo(2L * JsonAnswer.lengthOfText(held.message().body()));
        JsonForms json = held.json().orElseThrow(NotAcceptableException::new);
        return ConditionalAnswer.to(request, json.plain(), json::gzipped, held.cacheControl())
                .toResponse();
    }

    @OPTIONS
    public Response options() {
        return Answer.options("OPTIONS, POST").toResponse();
    }

    @OPTIONS
    @Path("{digest}")
    public Response optionsOfOne() {
        return Answer.options("GET, HEAD, OPTIONS").toResponse();
    }
}
