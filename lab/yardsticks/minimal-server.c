// A yardstick, not a part of Hearth: the least that a C server on libwebsockets does to tell every
// client a temperature twice a second. script/bench measures it beside the daemon.

#include <libwebsockets.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

static const char message[] =
    "{\"settings\":{\"warehouse_temper\":25,\"cal_warehouse_temp\":25.0,\"cal_ptc_temp\":25.0}}";

static volatile sig_atomic_t is_ending;
static lws_sorted_usec_list_t beat;
static struct lws_context *context;

static void end(int number)
{
    (void)number;
    is_ending = 1;
    lws_cancel_service(context);
}

static int serve(struct lws *connection, enum lws_callback_reasons reason, void *session, void *data,
                 size_t length)
{
    (void)session;
    (void)data;
    (void)length;
    if (reason == LWS_CALLBACK_SERVER_WRITEABLE) {
        unsigned char buffer[LWS_PRE + sizeof message];
        memcpy(buffer + LWS_PRE, message, sizeof message - 1);
        return lws_write(connection, buffer + LWS_PRE, sizeof message - 1, LWS_WRITE_TEXT) < 0;
    }
    return 0;
}

static const struct lws_protocols protocols[] = {
    {.name = "chat", .callback = serve, .rx_buffer_size = 1024},
    {0},
};

static void tell_everyone(lws_sorted_usec_list_t *list)
{
    (void)list;
    lws_callback_on_writable_all_protocol(context, &protocols[0]);
    lws_sul_schedule(context, 0, &beat, tell_everyone, LWS_USEC_PER_SEC / 2);
}

int main(void)
{
    struct lws_context_creation_info information = {
        .port = CONTEXT_PORT_NO_LISTEN,
        .protocols = protocols,
        .fd_limit_per_thread = 1300,
        .options = LWS_SERVER_OPTION_EXPLICIT_VHOSTS,
    };
    lws_set_log_level(LLL_ERR, NULL);
    context = lws_create_context(&information);
    if (!context) {
        return 1;
    }
    information.port = 0;
    information.iface = "127.0.0.1";
    struct lws_vhost *host = lws_create_vhost(context, &information);
    if (!host) {
        return 1;
    }
    signal(SIGTERM, end);
    printf("http://127.0.0.1:%d/\n", lws_get_vhost_listen_port(host));
    fflush(stdout);
    lws_sul_schedule(context, 0, &beat, tell_everyone, LWS_USEC_PER_SEC / 2);
    while (!is_ending && lws_service(context, 0) >= 0) {
    }
    lws_context_destroy(context);
    return 0;
}
