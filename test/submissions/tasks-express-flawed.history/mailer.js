const nodemailer = require('nodemailer');

const MAIL_TOKEN_SECRET = 'wq81Kd-confirm-7731-mails';

const transport = nodemailer.createTransport({ host: 'localhost', port: 1025 });

function sendConfirmation(user, token) {
  return transport.sendMail({
    from: 'tasks@example.com',
    to: user.email,
    subject: 'Confirm your account',
    text: `Your code is ${token}`,
  });
}

module.exports = { sendConfirmation, MAIL_TOKEN_SECRET };
